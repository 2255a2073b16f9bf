namespace Hunyuan3D.Hosting.Http.Access;

/// <summary>
/// Whether a browser sent a request for a page of this server: cross-site request forgery (CWE-352) is a change that another site's page causes with the visitor's own standing. Browsers say what a request
/// is by <c>Sec-Fetch-Site</c> (W3C Fetch Metadata) and, for all but plain GETs, <c>Origin</c> (RFC 6454); pages cannot set either.
/// </summary>
internal static class SameOrigin
{
    /// <summary>GET, HEAD and OPTIONS change nothing.</summary>
    public static bool ChangesNothing(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    /// <summary>Null: the request says neither, so no browser of this decade sent it.</summary>
    public static bool? Is(HttpRequest request, IReadOnlyList<string> trusted)
    {
        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0 && trusted.Contains(origin, StringComparer.OrdinalIgnoreCase)) return true;
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0) return site is "same-origin" or "none";
        if (origin.Length == 0) return null;
        // The scheme stays out: behind a proxy that ends TLS the server sees http where the browser saw https.
        return Uri.TryCreate(origin, UriKind.Absolute, out var url) && request.Host.HasValue && string.Equals(url.Authority, Authority(request.Host, url.Scheme), StringComparison.OrdinalIgnoreCase);
    }

    // As System.Uri writes it: without the scheme's own port.
    private static string? Authority(HostString host, string scheme) => Uri.TryCreate($"{scheme}://{host.Value}", UriKind.Absolute, out var url) ? url.Authority : null;
}
