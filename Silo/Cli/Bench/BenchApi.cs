using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Hosting.Http;
using Hunyuan3D.Hosting.Telemetry;
using Hunyuan3D.Inference.Imaging;

namespace Hunyuan3D.Hosting.Cli.Bench;

/// <summary>Jobs of the measured cluster, over HTTP as any caller has them.</summary>
/// <param name="cache">Whether jobs ask the result cache and leave their result there.</param>
internal sealed class BenchApi(HttpClient http, bool cache = true) : IDisposable
{
    public static readonly byte[] Picture = Square();
    private const string Data = "data: ";
    private const string EndedMetric = "hunyuan3d_jobs_ended_total{";

    private readonly BenchForm _shape = new(Picture, texture: false, cache);
    private readonly BenchForm _textured = new(Picture, texture: true, cache);

    public void Dispose() => http.Dispose();

    /// <summary>Submits a job and returns when its end was told. Jobs with equal seeds are equal.</summary>
    /// <returns>Whether the result came from the cache.</returns>
    /// <exception cref="IOException">The job did not complete.</exception>
    public async Task<bool> RunAsync(string user, long seed, bool texture, CancellationToken cancellationToken) =>
        (await CompleteAsync(user, seed, texture, cancellationToken)).Result!.FromCache;

    /// <summary>Submits a job and returns it when it is completed.</summary>
    /// <exception cref="IOException">The job did not complete.</exception>
    public async Task<BenchJob> CompleteAsync(string user, long seed, bool texture, CancellationToken cancellationToken)
    {
        var job = await TrySubmitAsync(user, seed, texture, cancellationToken) ?? throw new IOException("A job was refused: the queue is full.");
        // Streams may end early, as they do for any caller when a server is too busy: then they are opened again.
        while (job.Ended is null)
            job = await FollowAsync(job, cancellationToken);
        return job.Status == GenerationStatusCode.Completed
            ? job
            : throw new IOException($"Job {job.Id} ended {job.Status}: {job.Failure?.Message}");
    }

    /// <summary>Submits a job. Null: the queue is full.</summary>
    public async Task<BenchJob?> TrySubmitAsync(string user, long seed, bool texture, CancellationToken cancellationToken)
    {
        using var form = (texture ? _textured : _shape).Content(user, seed);
        using var response = await http.PostAsync(NativeApi.Root, form, cancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        if (response.StatusCode == HttpStatusCode.TooManyRequests)
            return null;
        if (!response.IsSuccessStatusCode)
            throw new IOException($"A job was refused with {(int)response.StatusCode}: {Encoding.UTF8.GetString(body)}");
        return JsonSerializer.Deserialize(body, BenchLines.Default.BenchJob)!;
    }

    /// <summary>Jobs that have ended since the server started, by status, from its metrics.</summary>
    public async Task<IReadOnlyDictionary<string, long>> EndedAsync(CancellationToken cancellationToken)
    {
        var text = await http.GetStringAsync(TelemetryComposition.MetricsPath, cancellationToken);
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n').Where(line => line.StartsWith(EndedMetric, StringComparison.Ordinal)))
        {
            // hunyuan3d_jobs_ended_total{...,status="completed",...} 17 1700000000000
            const string label = "status=\"";
            var start = line.IndexOf(label, StringComparison.Ordinal) + label.Length;
            var status = line[start..line.IndexOf('"', start)];
            var value = line[(line.LastIndexOf('}') + 1)..].Trim().Split(' ')[0];
            counts[status] = counts.GetValueOrDefault(status) + (long)double.Parse(value, CultureInfo.InvariantCulture);
        }

        return counts;
    }

    // Small: the load is about the cluster, not about pictures.
    private static byte[] Square()
    {
        var picture = new Picture(16, 16);
        Array.Fill(picture.Pixels, byte.MaxValue);
        return ImageCodec.EncodePng(picture);
    }

    /// <summary>The job at the end of the stream, which may not be the job's end.</summary>
    private async Task<BenchJob> FollowAsync(BenchJob last, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{NativeApi.Root}/{last.Id}/events");
        request.Headers.Add("Last-Event-ID", last.Version.ToString(CultureInfo.InvariantCulture));
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            if (!line.StartsWith(Data, StringComparison.Ordinal))
                continue;
            last = JsonSerializer.Deserialize(line.AsSpan(Data.Length), BenchLines.Default.BenchJob)!;
            if (last.Ended is not null)
                break;
        }

        return last;
    }
}
