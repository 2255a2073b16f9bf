namespace Hunyuan3D.Hosting.Http;

/// <summary>
/// A response of server-sent events (WHATWG HTML, section 9.2). While nothing is sent, a comment every 15 s keeps proxies from closing the
/// connection and finds out that the caller is gone. Nothing is kept for a caller that does not read: while the one event that is on its way cannot be sent
/// (the connection's buffer of 64 KiB is full) nothing else is, and after a time the connection is cut.
/// </summary>
internal sealed class EventStream : IAsyncDisposable
{
    internal static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(15);

    private static readonly byte[] Heartbeat = ": still here\n\n"u8.ToArray();

    private readonly HttpResponse _response;
    private readonly TimeSpan _sendTimeout;
    private readonly TimeProvider _time;
    private readonly Action _closed;
    private readonly CancellationToken _cancellationToken;
    private readonly SemaphoreSlim _writing = new(1);
    private readonly ITimer _timer;

    private EventStream(HttpResponse response, TimeSpan sendTimeout, TimeProvider time, Action closed, CancellationToken cancellationToken)
    {
        (_response, _sendTimeout, _time, _closed, _cancellationToken) = (response, sendTimeout, time, closed, cancellationToken);
        _timer = time.CreateTimer(_ => _ = BeatAsync(), null, HeartbeatInterval, HeartbeatInterval);
    }

    /// <param name="closed">Called once, when the stream is disposed.</param>
    public static async Task<EventStream> OpenAsync(HttpResponse response, TimeSpan sendTimeout, TimeProvider time, Action closed, CancellationToken cancellationToken)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache, no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        await response.StartAsync(cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
        return new EventStream(response, sendTimeout, time, closed, cancellationToken);
    }

    /// <summary>Returns when the connection has taken the event.</summary>
    /// <exception cref="OperationCanceledException">The caller is gone, or takes nothing.</exception>
    public async Task SendAsync(ReadOnlyMemory<byte> encoded)
    {
        await _writing.WaitAsync(_cancellationToken);
        try
        {
            await WriteAsync(encoded);
        }
        finally
        {
            _writing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        await _writing.WaitAsync(CancellationToken.None);
        _writing.Dispose();
        _closed();
    }

    private async Task BeatAsync()
    {
        try
        {
            // An event that is on its way says as much.
            if (!_writing.Wait(0, CancellationToken.None))
                return;
            try
            {
                await WriteAsync(Heartbeat);
            }
            finally
            {
                _writing.Release();
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The stream is at its end.
        }
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        var writing = _response.BodyWriter.WriteAsync(bytes, _cancellationToken);
        if (writing.IsCompletedSuccessfully)
        {
            _ = writing.Result;
            return;
        }

        var written = writing.AsTask();
        try
        {
            await written.WaitAsync(_sendTimeout, _time, _cancellationToken);
        }
        catch (TimeoutException)
        {
            _response.HttpContext.Abort();
            await ((Task)written).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new OperationCanceledException("The caller takes no events.");
        }
    }
}
