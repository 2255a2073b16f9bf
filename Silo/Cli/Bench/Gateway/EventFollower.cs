using System.Globalization;
using System.Text.Json;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Hosting.Http;

namespace Hunyuan3D.Hosting.Cli.Bench.Gateway;

/// <summary>A caller who follows jobs one after the other, each to its end, and checks what is told: in order, up to the end, of this job.</summary>
internal sealed class EventFollower(GatewayApi api, RunningJobs jobs, GatewayTally tally)
{
    private const string Id = "id: ";
    private const string Data = "data: ";
    private const string Ended = "\"ended\":\"";

    /// <summary>Between two tries while the server refuses.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Returns when it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var id = await jobs.TakeAsync(cancellationToken);
                await FollowAsync(id, cancellationToken);
                jobs.End(id);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    private async Task FollowAsync(string id, CancellationToken cancellationToken)
    {
        for (var last = 0L; ;)
        {
            try
            {
                using var response = await api.OpenEventsAsync(id, last, cancellationToken);
                if (response is null)
                {
                    tally.Error("stream: the end of a job was not told");
                    return;
                }

                tally.StreamOpened();
                (last, var isEnd) = await ReadAsync(id, last, await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken);
                if (isEnd)
                    return;
                tally.Error("stream: cut before the job's end");
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                tally.Error($"stream: {Kind(e)}");
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    private async Task<(long Last, bool IsEnd)> ReadAsync(string id, long last, Stream stream, CancellationToken cancellationToken)
    {
        using var lines = new StreamReader(stream);
        var (isFirst, isEnd) = (true, false);
        var version = last;
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith(Id, StringComparison.Ordinal))
            {
                version = long.Parse(line.AsSpan(Id.Length), CultureInfo.InvariantCulture);
            }
            else if (line.StartsWith(Data, StringComparison.Ordinal))
            {
                // A version is the time of its change in milliseconds. What a stream begins with changed before it was opened.
                if (!isFirst)
                    tally.EventArrived(Math.Max(0, (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).TotalMilliseconds - version));
                if (version <= last || isEnd)
                    tally.Error("stream: out of order");
                (isFirst, last) = (false, version);
                if (line.Contains(Ended, StringComparison.Ordinal))
                    isEnd = TakeEnd(id, line);
            }
        }

        return (last, isEnd);
    }

    private bool TakeEnd(string id, string line)
    {
        var job = JsonSerializer.Deserialize(line.AsSpan(Data.Length), NativeJson.Default.NativeJob)!;
        if (job.Id != id)
            tally.Error("stream: another job's event");
        if (job.Status != GenerationStatusCode.Completed)
            tally.Error($"job: {job.Status}");
        tally.EndArrived();
        return true;
    }

    /// <summary>What went wrong, without what differs from one case to the next.</summary>
    public static string Kind(Exception exception) => exception switch
    {
        HttpRequestException { StatusCode: { } status } => string.Create(CultureInfo.InvariantCulture, $"answered {(int)status}"),
        HttpRequestException e => e.HttpRequestError.ToString(),
        _ => exception.GetType().Name,
    };
}
