using System.Security.Cryptography;
using System.Text;

namespace Hunyuan3D.Client;

/// <summary>Names jobs before the cluster knows them, which is what makes a submission repeatable.</summary>
internal static class JobId
{
    private const int MaxLength = 64;

    /// <summary>Unique, and in order of time.</summary>
    public static string New(TimeProvider time) => Guid.CreateVersion7(time.GetUtcNow()).ToString("N");

    /// <summary>The same for the same user and key, and for no other.</summary>
    public static string Of(string user, string idempotencyKey)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{user}\n{idempotencyKey}")).AsSpan(0, 16));

    /// <summary>Whether a text can name a job at all.</summary>
    public static bool IsWellFormed(string id)
        => id is { Length: > 0 and <= MaxLength } && id.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-');
}
