using System.Net;
using System.Net.Sockets;
using Hunyuan3D.Hosting.Requests;
using Microsoft.Extensions.Options;

namespace Hunyuan3D.Hosting.Http.Fetching;

/// <summary>
/// Fetches the picture that a request names by URL, without lending the caller this server's place in the network (server-side request forgery, CWE-918): only https, only
/// public addresses, bounded in redirects, bytes and time. A name is resolved once per connection, every address of the answer is checked, and the connection goes to
/// those very addresses, so a name that resolves differently the next time (DNS rebinding) changes nothing. Redirects are followed here, each checked like the first URL.
/// No proxy, cookies, credentials or compression. What came is no picture until the decoder says so; the server's word on its type is not asked.
/// </summary>
internal sealed class ImageFetcher : IDisposable
{
    public const string Field = "image_url";

    /// <summary>Characters of a URL.</summary>
    public const int LongestUrl = 2048;

    private const string Expected = "the URL of a picture on the public Internet";

    private readonly ImageUrlOptions _options;
    private readonly IPNetwork[] _allowed;
    private readonly IOutboundNetwork _network;
    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _http;
    private readonly SemaphoreSlim _places;

    public ImageFetcher(IOptions<ImageUrlOptions> options, IOutboundNetwork network, TimeProvider time)
    {
        (_options, _network, _time) = (options.Value, network, time);
        _allowed = [.. _options.AllowedNetworks.Select(IPNetwork.Parse)];
        _places = new SemaphoreSlim(_options.MaxConcurrent);
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = 16,
            PooledConnectionLifetime = TimeSpan.Zero,
            ConnectCallback = ConnectAsync,
        });
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
            var first = Parse(url, relativeTo: null);
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
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            // Why is nobody's business outside: it would tell open ports from closed ones.
            throw e.InnerException as InputProblemException ?? Problem("the picture could not be fetched.", url);
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
                url = Parse(location.OriginalString, url);
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

    private Uri Parse(string text, Uri? relativeTo)
    {
        var kind = relativeTo is null ? UriKind.Absolute : UriKind.RelativeOrAbsolute;
        if (text.Length > LongestUrl || !Uri.TryCreate(text, kind, out var url) || (relativeTo is not null && !Uri.TryCreate(relativeTo, url, out url)))
            throw Problem("it is no URL.", text);
        if (url.Scheme != Uri.UriSchemeHttps && !(_options.AllowHttp && url.Scheme == Uri.UriSchemeHttp))
            throw Problem($"only {(_options.AllowHttp ? "https and http are" : "https is")} fetched.", text);
        if (url.UserInfo.Length > 0)
            throw Problem("a URL with a user name is not fetched.", text);
        return url;
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await _network.ResolveAsync(host, cancellationToken);
        // One address that is not public is enough: an honest name has none.
        if (addresses.Length == 0 || !addresses.All(MayBeReached))
            throw Problem("its host has no public address.", host);
        return await _network.ConnectAsync(addresses, port, cancellationToken);
    }

    private bool MayBeReached(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return PublicAddress.Is(address) || _allowed.Any(network => network.Contains(plain));
    }

    private InputProblemException TooLarge(Uri url) => Problem($"the file is larger than {_options.MaxBytes} bytes.", url.OriginalString);

    private static InputProblemException Problem(string what, string actual) => new(new InputProblem(Field, $"{Field}: {what}", Expected, InputProblem.Shorten(actual)));
}
