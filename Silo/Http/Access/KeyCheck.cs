using System.Globalization;
using Hunyuan3D.Hosting.Http.Official;
using Hunyuan3D.Hosting.Keys;
using Microsoft.Extensions.Options;

namespace Hunyuan3D.Hosting.Http.Access;

/// <summary>
/// The one door: finds out who calls, whether they may call the route, and whether the job in its path is theirs. Routes state who may call them (<see cref="RouteAccess"/>) and need nothing of their own;
/// one that states nothing is for administrators.
/// </summary>
internal sealed class KeyCheck(RequestDelegate next, KeyRing keys, SessionSeal sessions, JobOwners owners, RequestBudgets budgets, IOptions<HttpAccessOptions> options)
{
    /// <summary>What routes call the job in their path.</summary>
    public static readonly IReadOnlyList<string> JobNames = ["id", "uid", "task_id"];

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            context.Features.Set(await FindCallerAsync(context));
        }
        catch (AccessDeniedException e)
        {
            await ApiProblems.RefuseAsync(context, e);
            return;
        }

        await next(context);
    }

    private async ValueTask<Caller?> FindCallerAsync(HttpContext context)
    {
        var level = context.GetEndpoint().Access();
        if (keys.IsOpen)
        {
            CheckVisitor(context.Request);
            return new Caller((ApiKey?)null);
        }

        if (level == AccessLevel.Open) return null;
        var key = FindKey(context.Request);
        if (budgets.Take(key) is { } wait)
        {
            var seconds = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            throw new AccessDeniedException(
                StatusCodes.Status429TooManyRequests, AccessDeniedException.RateLimited, $"Key {key.Id} may make {key.Limits.RequestsPerMinute} requests a minute. Try again in {seconds} s.")
            { RetryAfter = wait };
        }

        if (level == AccessLevel.Admin && key.Role != KeyRole.Admin)
            throw AccessDeniedException.NotAllowed("This needs an administrator's key.");
        if (key.Role != KeyRole.Admin)
            await CheckJobAsync(context, key.User);
        return new Caller(key);
    }

    private ApiKey FindKey(HttpRequest request)
    {
        var credential = Credential.Of(request, sessions)
            ?? throw AccessDeniedException.Unknown($"This server needs a key: send it as 'Authorization: Bearer KEY' or '{Credential.KeyHeader}: KEY'.");
        if (credential.Key is not { } text)
            throw AccessDeniedException.Unknown("The session has ended. Sign in again.");
        var key = keys.Find(text) ?? throw AccessDeniedException.Unknown("The key is not known here, or was revoked.");
        // A program may say neither with its password; a browser with a cookie always says one.
        var ours = credential.Ambient && !SameOrigin.ChangesNothing(request.Method) ? SameOrigin.Is(request, options.Value.CorsOrigins) : true;
        return ours ?? request.Headers.Authorization.Count > 0 ? key : throw OtherSite();
    }

    /// <summary>On a server without keys it is the visitor's being on this machine that counts, which is in the hands of every page that they open.</summary>
    private void CheckVisitor(HttpRequest request)
    {
        if (!keys.AnswersAnyName && !LocalNames.Has(request.Host, options.Value.AllowedHosts))
            throw AccessDeniedException.NotAllowed($"A server without keys answers under this machine's own names only. Make a key with 'hunyuan3d keys create', or name the host in {HttpAccessOptions.Section}:AllowedHosts.", "Host");
        if (!SameOrigin.ChangesNothing(request.Method) && SameOrigin.Is(request, options.Value.CorsOrigins) == false)
            throw OtherSite();
    }

    /// <summary>Another user's job is answered as one that does not exist, so ids tell nothing.</summary>
    private async ValueTask CheckJobAsync(HttpContext context, string user)
    {
        foreach (var name in JobNames)
        {
            if (context.Request.RouteValues[name] is not string given) continue;
            var id = OfficialUid.ToId(given);
            if (!NativeApi.IsId(id) || await owners.FindAsync(id, context.RequestAborted) != user)
                throw NativeApi.NoSuchJob(id);
        }
    }

    private static AccessDeniedException OtherSite() => AccessDeniedException.NotAllowed($"The request comes from a page of another site. Name its origin in {HttpAccessOptions.Section}:CorsOrigins if it may.", "Origin");
}
