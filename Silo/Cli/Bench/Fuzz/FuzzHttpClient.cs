using System.Net;

namespace Hunyuan3D.Hosting.Cli.Bench.Fuzz;

/// <summary>Sends those requests that an ordinary client can send, over connections that are kept.</summary>
internal sealed class FuzzHttpClient(Uri server) : IDisposable
{
    private const int MostTold = 600;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None })
    {
        BaseAddress = server,
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Null: the caller was gone before it could be answered.</summary>
    public async Task<FuzzAnswer?> SendAsync(FuzzCase request, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(server, request.Target));
        if (request.Body is not null)
            message.Content = new ByteArrayContent(request.Body);
        foreach (var (name, value) in request.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
                message.Content?.Headers.TryAddWithoutValidation(name, value);
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // From at once to a time at which most requests are under way.
        ending.CancelAfter(request.Ending == FuzzEnding.Reset ? TimeSpan.FromMilliseconds(request.Number % 8) : Limit);
        try
        {
            using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, ending.Token);
            var body = await response.Content.ReadAsStringAsync(ending.Token);
            return new FuzzAnswer((int)response.StatusCode, body[..Math.Min(body.Length, MostTold)]);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return request.Ending == FuzzEnding.Reset ? null : new FuzzAnswer(null, "", IsLate: true);
        }
        catch (HttpRequestException)
        {
            return new FuzzAnswer(null, "");
        }
    }

    public void Dispose() => _http.Dispose();
}
