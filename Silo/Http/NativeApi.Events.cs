using System.Globalization;
using Hunyuan3D.Client;
using Hunyuan3D.Hosting.Requests;

namespace Hunyuan3D.Hosting.Http;

internal static partial class NativeApi
{
    private static async Task EventsAsync(
        string id, HttpContext context, IHunyuan3DClient client, EventStreams streams, IHostApplicationLifetime host, CancellationToken cancellationToken)
    {
        var seen = ReadLastEventId(context.Request);
        var status = await FindAsync(id, client, cancellationToken);
        if (status.IsFinal && status.Version <= seen)
        {
            // Tells an EventSource not to connect again.
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, host.ApplicationStopping);
        await using var stream = await streams.OpenAsync(context.Response, ending.Token);
        try
        {
            await foreach (var change in client.WatchAsync(id, seen, ending.Token))
                await stream.SendAsync(streams.Encode(change));
        }
        catch (Exception e) when (e is OperationCanceledException or ClusterUnavailableException)
        {
            // The stream just ends: the caller connects again with the id of the last event and misses nothing.
        }
    }

    private static long ReadLastEventId(HttpRequest request)
    {
        var text = request.Headers["Last-Event-ID"].ToString();
        if (text.Length == 0)
            return 0;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw new InputProblemException(InputProblem.Value("Last-Event-ID", "the id of an event of this job", text));
    }
}
