using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Hunyuan3D.Hosting.Http;

/// <summary>
/// A response of server-sent events (WHATWG HTML, section 9.2). While nothing is sent, a comment every 15 s keeps proxies from closing the
/// connection and finds out that the caller is gone.
/// </summary>
internal sealed class EventStream : IAsyncDisposable
{
    internal static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(15);

    private static readonly byte[] Heartbeat = ": still here\n\n"u8.ToArray();

    private readonly HttpResponse _response;
    private readonly CancellationToken _cancellationToken;
    private readonly SemaphoreSlim _writing = new(1);
    private readonly ITimer _timer;

    private EventStream(HttpResponse response, TimeProvider time, CancellationToken cancellationToken)
    {
        (_response, _cancellationToken) = (response, cancellationToken);
        _timer = time.CreateTimer(_ => _ = BeatAsync(), null, HeartbeatInterval, HeartbeatInterval);
    }

    /// <summary>Sends the headers, so that the caller knows at once that it is connected.</summary>
    public static async Task<EventStream> OpenAsync(HttpResponse response, TimeProvider time, CancellationToken cancellationToken)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache, no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        await response.StartAsync(cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
        return new EventStream(response, time, cancellationToken);
    }

    public async Task SendAsync<T>(long id, T data, JsonTypeInfo<T> type)
    {
        var head = string.Create(CultureInfo.InvariantCulture, $"id: {id}\ndata: ");
        await WriteAsync([.. Encoding.ASCII.GetBytes(head), .. JsonSerializer.SerializeToUtf8Bytes(data, type), (byte)'\n', (byte)'\n']);
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        await _writing.WaitAsync(CancellationToken.None);
        _writing.Dispose();
    }

    private async Task BeatAsync()
    {
        try
        {
            await WriteAsync(Heartbeat);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The stream is at its end.
        }
    }

    private async Task WriteAsync(byte[] bytes)
    {
        await _writing.WaitAsync(_cancellationToken);
        try
        {
            await _response.Body.WriteAsync(bytes, _cancellationToken);
            await _response.Body.FlushAsync(_cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }
}
