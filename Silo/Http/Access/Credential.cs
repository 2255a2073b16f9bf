using System.Text;
using Hunyuan3D.Hosting.Keys;

namespace Hunyuan3D.Hosting.Http.Access;

/// <summary>The key that came with a request.</summary>
/// <param name="Key">Null: a session that has ended.</param>
/// <param name="Ambient">A browser adds it by itself, whoever's page asks; so a change needs a sign that the page was ours.</param>
internal sealed record Credential(string? Key, bool Ambient)
{
    public const string KeyHeader = "X-Api-Key";
    public const string Cookie = "hunyuan3d-session";

    private const string Bearer = "Bearer ";
    private const string Basic = "Basic ";

    /// <summary>
    /// <c>Authorization: Bearer KEY</c>, <c>X-Api-Key: KEY</c>, <c>Authorization: Basic</c> with the key as user or password (what clients make of <c>http://any:KEY@host</c>, such as the official add-on,
    /// which has no other place for it), or a session's cookie. Null: nothing.
    /// </summary>
    /// <exception cref="AccessDeniedException">Two different keys: whichever is taken, somebody meant the other.</exception>
    public static Credential? Of(HttpRequest request, SessionSeal sessions)
    {
        string[] keys = [.. request.Headers.Authorization.Concat(request.Headers[KeyHeader].Select(key => Bearer + key)).Select(header => KeyOf(header ?? "")).Distinct(StringComparer.Ordinal)];
        return keys.Length switch
        {
            0 => request.Cookies[Cookie] is { Length: > 0 } cookie ? new Credential(sessions.Open(cookie), Ambient: true) : null,
            1 => new Credential(keys[0], Ambient: request.Headers.Authorization.Any(IsBasic)),
            _ => throw AccessDeniedException.Unknown("The request has two different keys. Send one."),
        };
    }

    private static bool IsBasic(string? header) => header?.StartsWith(Basic, StringComparison.OrdinalIgnoreCase) == true;

    private static string KeyOf(string header)
    {
        if (header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return header[Bearer.Length..].Trim();
        if (!IsBasic(header)) return "";
        var bytes = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[Basic.Length..].Trim(), bytes, out var length)) return "";
        var (user, password) = Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) is [var first, var second] ? (first, second) : ("", "");
        return KeyText.IsPlausible(password) ? password : user;
    }
}
