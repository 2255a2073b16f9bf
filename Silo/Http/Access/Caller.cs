using Hunyuan3D.Client;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Hosting.Keys;

namespace Hunyuan3D.Hosting.Http.Access;

/// <summary>Who a request is of.</summary>
/// <param name="Key">Null: the server has no keys; the caller may do everything and is whoever the request says.</param>
internal sealed record Caller(ApiKey? Key)
{
    /// <summary>Of a server without keys.</summary>
    public const string Anybody = "anonymous";

    public string User => Key?.User ?? Anybody;

    public KeyRole Role => Key?.Role ?? KeyRole.Admin;

    /// <summary>Who called, as the check of keys found.</summary>
    public static Caller Of(HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException($"The route {context.Request.Path} is not behind the check of keys.");

    /// <summary>What holds for a job before its request is read.</summary>
    public GenerationSubmission Start(GenerationSubmission start) => start with { User = User, Priority = Highest(start.Priority) };

    /// <summary>The submission, if it is within what the key may do.</summary>
    /// <param name="userField">How the dialect calls the user.</param>
    /// <exception cref="AccessDeniedException">It is not.</exception>
    public GenerationSubmission Claim(GenerationSubmission submission, string userField = KeyRequest.UserField)
    {
        if (Key is null) return submission;
        if (Role != KeyRole.Admin && submission.User != User)
            throw AccessDeniedException.NotAllowed($"Jobs of this key are of user {User}. Leave {userField} out, or use an administrator's key.", userField);
        if (Highest(submission.Priority) is var highest && highest != submission.Priority)
            throw AccessDeniedException.NotAllowed($"Jobs of this key have at most the priority {highest.ToString().ToLowerInvariant()}.", "priority");
        return submission with { MaxWaiting = Key.Limits.MaxWaiting };
    }

    /// <summary>Whose jobs are listed.</summary>
    /// <param name="asked">Null: all the caller may see.</param>
    /// <exception cref="AccessDeniedException">Another user's.</exception>
    public string? ListOf(string? asked) =>
        Role == KeyRole.Admin ? asked
        : asked is null || asked == User ? User
        : throw AccessDeniedException.NotAllowed($"This key sees the jobs of user {User} only.", KeyRequest.UserField);

    /// <summary>The priority, or the highest that the key may give.</summary>
    public GenerationPriority Highest(GenerationPriority priority) => Key?.Limits.MaxPriority is { } most && most < priority ? most : priority;
}
