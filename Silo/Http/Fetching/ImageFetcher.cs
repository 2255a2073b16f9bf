using System.Net.Sockets;
using Hunyuan3D.Hosting.Outbound;
using Hunyuan3D.Hosting.Requests;
using Microsoft.Extensions.Options;

namespace Hunyuan3D.Hosting.Http.Fetching;

/// <summary>
/// Fetches the picture that a request names by URL through an <see cref="OutboundGuard"/>, bounded in redirects, bytes and time. Redirects are followed here, each checked like the
/// first URL. What came is no picture until the decoder says so; the server's word on its type is not asked.
/// </summary>
internal sealed class ImageFetcher : IDisposable
{
    public const string Field = "image_url";

    /// <summary>Characters of a URL.</summary>
    public const int LongestUrl = OutboundGuard.LongestUrl;

    private const string Expected = "the URL of a picture on the public Internet";

    private readonly ImageUrlOptions _options;
    private readonly OutboundGuard _guard;
    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _http;
    private readonly SemaphoreSlim _places;

    public ImageFetcher(IOptions<ImageUrlOptions> options, IOutboundNetwork network, TimeProvider time)
    {
        (_options, _time) = (options.Value, time);
        _guard = new OutboundGuard(_options.AllowHttp, _options.AllowedNetworks, network);
        _places = new SemaphoreSlim(_options.MaxConcurrent);
        _http = _guard.CreateClient();
    }

    /// <param name="url">An absolute URL, or a <c>data:</c> URI with base64.</param>
    /// <exception cref="InputProblemException">It may not or cannot be fetched.</exception>
    public async Task<ReadOnlyMemory<byte>> GetAsync(string url, CancellationToken cancellationToken)
    {
        if (url.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
            return Base64File.Decode(url) ?? throw new InputProblemException(InputProblem.Value(Field, "a data: URI with base64 data", url));
        using var limit = new CancellationTokenSource(_options.Timeout, _time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var first = _guard.Parse(url);
            await _places.WaitAsync(ending.Token);
            try
            {
                return await FollowAsync(first, ending.Token);
            }
            finally
            {
                _places.Release();
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Problem($"the picture did not arrive within {_options.Timeout.TotalSeconds:F0} s.", url);
        }
        catch (Exception e) when ((e as OutboundRefusedException ?? e.InnerException as OutboundRefusedException) is { } refused)
        {
            throw Problem(refused.Message, refused.Actual);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            // Why is nobody's business outside: it would tell open ports from closed ones.
            throw Problem("the picture could not be fetched.", url);
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _places.Dispose();
    }

    private async Task<ReadOnlyMemory<byte>> FollowAsync(Uri url, CancellationToken cancellationToken)
    {
        for (var redirects = 0; ; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.TryAddWithoutValidation("User-Agent", "hunyuan3d");
            request.Headers.TryAddWithoutValidation("Accept", "image/*");
            using var response = await _http.SendAsync(request, cancellationToken);
            if ((int)response.StatusCode is 301 or 302 or 303 or 307 or 308 && response.Headers.Location is { } location)
            {
                if (redirects == _options.MaxRedirects)
                    throw Problem($"it redirects more than {_options.MaxRedirects} times.", url.OriginalString);
                url = _guard.Parse(location.OriginalString, url);
                continue;
            }

            if (!response.IsSuccessStatusCode)
                throw Problem($"its server answered {(int)response.StatusCode}.", url.OriginalString);
            return await ReadAsync(response, url, cancellationToken);
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReadAsync(HttpResponseMessage response, Uri url, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength > _options.MaxBytes)
            throw TooLarge(url);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var bytes = new MemoryStream();
        var buffer = new byte[81920];
        int read;
        while ((read = await body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > _options.MaxBytes)
                throw TooLarge(url);
        }

        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }

    private InputProblemException TooLarge(Uri url) => Problem($"the file is larger than {_options.MaxBytes} bytes.", url.OriginalString);

    private static InputProblemException Problem(string what, string actual) => new(new InputProblem(Field, $"{Field}: {what}", Expected, InputProblem.Shorten(actual)));
}
