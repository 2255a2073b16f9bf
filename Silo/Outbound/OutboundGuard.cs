using System.Net;

namespace Hunyuan3D.Hosting.Outbound;

/// <summary>
/// Calls URLs that callers name without lending them this server's place in the network (server-side request forgery, CWE-918): only https, only public addresses. A name is
/// resolved once per connection, every address of the answer is checked, and the connection goes to those very addresses, so a name that resolves differently the next time
/// (DNS rebinding) changes nothing. No redirects by itself, proxy, cookies, credentials, compression or trace headers.
/// </summary>
/// <param name="allowHttp">Whether <c>http</c> may be called too.</param>
/// <param name="allowedNetworks">Networks that may be called although they are not public.</param>
internal sealed class OutboundGuard(bool allowHttp, IEnumerable<string> allowedNetworks, IOutboundNetwork network)
{
    /// <summary>Characters of a URL.</summary>
    public const int LongestUrl = 2048;

    /// <summary>The most that is read of a response nobody wants, in bytes.</summary>
    private const int DrainBytes = 16 * 1024;

    private readonly IPNetwork[] _allowed = [.. allowedNetworks.Select(IPNetwork.Parse)];

    /// <summary>A URL that may be called as far as its text says.</summary>
    /// <param name="relativeTo">The URL that redirects to this one; null: it has to be absolute.</param>
    /// <exception cref="OutboundRefusedException">It may not.</exception>
    public Uri Parse(string text, Uri? relativeTo = null)
    {
        var kind = relativeTo is null ? UriKind.Absolute : UriKind.RelativeOrAbsolute;
        if (text.Length > LongestUrl || !Uri.TryCreate(text, kind, out var url) || (relativeTo is not null && !Uri.TryCreate(relativeTo, url, out url)))
            throw new OutboundRefusedException("it is no URL.", text);
        if (url.Scheme != Uri.UriSchemeHttps && !(allowHttp && url.Scheme == Uri.UriSchemeHttp))
            throw new OutboundRefusedException($"only {(allowHttp ? "https and http are" : "https is")} allowed.", text);
        if (url.UserInfo.Length > 0)
            throw new OutboundRefusedException("a URL with a user name is not allowed.", text);
        if (IPAddress.TryParse(url.IdnHost, out var literal) && !MayBeReached(literal))
            throw NotPublic(url.IdnHost);
        return url;
    }

    /// <summary>The addresses of a host, each of which may be reached.</summary>
    /// <exception cref="OutboundRefusedException">There are none, or others too.</exception>
    public async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await network.ResolveAsync(host, cancellationToken);
        // One address that is not public is enough: an honest name has none.
        return addresses.Length > 0 && addresses.All(MayBeReached) ? addresses : throw NotPublic(host);
    }

    /// <summary>A client whose every connection is checked. What it refuses is the inner exception of an <see cref="HttpRequestException"/>.</summary>
    public HttpMessageInvoker CreateClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        MaxResponseHeadersLength = 16,
        MaxResponseDrainSize = DrainBytes,
        PooledConnectionLifetime = TimeSpan.Zero,
        ConnectCallback = async (context, cancellationToken) =>
            await network.ConnectAsync(await ResolveAsync(context.DnsEndPoint.Host, cancellationToken), context.DnsEndPoint.Port, cancellationToken),
    });

    private static OutboundRefusedException NotPublic(string host) => new("its host has no public address.", host);

    private bool MayBeReached(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return PublicAddress.Is(address) || _allowed.Any(allowed => allowed.Contains(plain));
    }
}
