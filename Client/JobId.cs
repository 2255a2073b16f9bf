using System.Security.Cryptography;
using System.Text;

namespace Hunyuan3D.Client;

/// <summary>What a job may be called.</summary>
internal static class JobId
{
    private const int MaxLength = 64;

    /// <summary>The same for the same user and key, and for no other.</summary>
    public static string Of(string user, string idempotencyKey)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{user}\n{idempotencyKey}")).AsSpan(0, 16));

    /// <summary>Whether a text can name a job at all.</summary>
    public static bool IsWellFormed(string id)
        => id is { Length: > 0 and <= MaxLength } && id.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-');
}
