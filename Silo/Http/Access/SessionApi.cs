using System.Text.Json;
using Hunyuan3D.Hosting.Keys;
using Hunyuan3D.Hosting.Requests;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Hunyuan3D.Hosting.Http.Access;

/// <summary><c>/v1/session</c>: a key for a cookie, for what a browser loads without headers (event streams, downloads, the dashboard).</summary>
internal static class SessionApi
{
    private const string Root = "/v1/session";

    /// <summary>Anybody may send this body.</summary>
    private const int MostBytes = 4096;

    public static void MapSessionApi(this IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup(Root).WithTags("session");
        api.MapGet("", Get)
            .Allow(AccessLevel.User)
            .Describe("getSession", "Who the caller is.")
            .Answers<SessionReply>(StatusCodes.Status200OK);
        api.MapPost("", SignInAsync)
            .Allow(AccessLevel.Open)
            .WithMetadata(new RequestSizeLimitAttribute(MostBytes))
            .Describe("signIn", "Takes a key and sets a cookie that stands for it: HttpOnly, SameSite=Strict, Secure on https.")
            .Answers<SessionReply>(StatusCodes.Status200OK)
            .Fails(400, 401, 403, 413, 415);
        api.MapDelete("", SignOut)
            .Allow(AccessLevel.Open)
            .Describe("signOut", "Takes the cookie back.")
            .Produces(StatusCodes.Status204NoContent)
            .Fails(403);
    }

    private static JsonHttpResult<SessionReply> Get(HttpContext context) => Tell(Caller.Of(context));

    private static async Task<JsonHttpResult<SessionReply>> SignInAsync(
        HttpContext context, KeyRing keys, SessionSeal sessions, IOptions<KeysOptions> options, IOptions<HttpAccessOptions> access, CancellationToken cancellationToken)
    {
        CheckOrigin(context.Request, access.Value);
        var text = await ReadAsync(context.Request, cancellationToken);
        if (keys.IsOpen) return Tell(new Caller((ApiKey?)null));
        var key = keys.Find(text) ?? throw AccessDeniedException.Unknown("The key is not known here, or was revoked.");
        context.Response.Cookies.Append(Credential.Cookie, sessions.Seal(text, options.Value.SessionLifetime), Cookie(context, options.Value, options.Value.SessionLifetime));
        return Tell(new Caller(key));
    }

    private static NoContent SignOut(HttpContext context, IOptions<KeysOptions> options, IOptions<HttpAccessOptions> access)
    {
        CheckOrigin(context.Request, access.Value);
        context.Response.Cookies.Delete(Credential.Cookie, Cookie(context, options.Value, lifetime: null));
        return TypedResults.NoContent();
    }

    /// <summary>A page of another site must not sign the visitor in as somebody else, or out.</summary>
    private static void CheckOrigin(HttpRequest request, HttpAccessOptions options)
    {
        if (SameOrigin.Is(request, options.CorsOrigins) == false)
            throw AccessDeniedException.NotAllowed("The request comes from a page of another site.", "Origin");
    }

    private static async Task<string> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType())
            throw new InputProblemException(InputProblem.Value("Content-Type", "application/json", request.ContentType ?? ""), StatusCodes.Status415UnsupportedMediaType);
        using var document = await JsonBody.ReadAsync(BoundedBody.Of(request), cancellationToken);
        return document.RootElement.TryGetProperty("key", out var key) && key.ValueKind == JsonValueKind.String
            ? key.GetString()!
            : throw new InputProblemException(new InputProblem("key", "The request has no key: the text field key is missing.", "a key", "no such field"));
    }

    private static JsonHttpResult<SessionReply> Tell(Caller caller) => TypedResults.Json(SessionReply.Of(caller), NativeJson.Default.SessionReply);

    private static CookieOptions Cookie(HttpContext context, KeysOptions options, TimeSpan? lifetime) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps || options.SecureCookie,
        Path = "/",
        MaxAge = lifetime,
    };
}
