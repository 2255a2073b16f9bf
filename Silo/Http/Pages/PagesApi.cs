using Hunyuan3D.Hosting.Http.Access;

namespace Hunyuan3D.Hosting.Http.Pages;

/// <summary><c>/</c>, the web page, and its files. The page itself knows nothing but the public API.</summary>
internal static class PagesApi
{
    // Stricter than other answers' (SecurityHeaders): its own files and nothing inline. blob: is how a chosen picture is shown before it is sent, and how the viewer reads the textures inside a GLB.
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self' blob:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void MapPages(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods("/", Reading, (HttpContext context, PageAssets assets) =>
        {
            context.Response.Headers.ContentSecurityPolicy = ContentPolicy;
            return SendAsync(context, assets.Page, "no-cache");
        }).Allow(AccessLevel.Open).ExcludeFromDescription();
        endpoints.MapMethods(PageAssets.Root + "/{version}/{**path}", Reading, (string version, string? path, HttpContext context, PageAssets assets) =>
        {
            if (version == assets.Version && assets.Find(path ?? "") is { } asset)
                return SendAsync(context, asset, "public, max-age=31536000, immutable");
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }).Allow(AccessLevel.Open).ExcludeFromDescription();
    }

    private static async Task SendAsync(HttpContext context, PageAsset asset, string caching)
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers.ETag = asset.EntityTag;
        response.Headers.CacheControl = caching;
        response.Headers.Vary = "Accept-Encoding";
        if (request.Headers.IfNoneMatch.Any(tags => tags is not null && tags.Split(',', StringSplitOptions.TrimEntries).Contains(asset.EntityTag)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var (bytes, encoding) = asset.For(request.Headers.AcceptEncoding.ToString());
        if (encoding is not null)
            response.Headers.ContentEncoding = encoding;
        response.ContentType = asset.MediaType;
        response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(request.Method))
            await response.Body.WriteAsync(bytes, context.RequestAborted);
    }
}
