using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Hunyuan3D.Hosting.Keys;

/// <summary>
/// A key's own text, <c>h3d_ID_SECRET</c>: a prefix that scanners for leaked secrets find, 12 hexadecimal digits that name it, and 256 random bits in base64url. Only its
/// SHA-256 is kept. A slow hash is for passwords, which can be guessed; nobody tries 2^256 keys, and a slow one would be paid at every request.
/// </summary>
internal static class KeyText
{
    public const string Prefix = "h3d_";

    /// <summary>The fewest characters of a key that was not made here.</summary>
    public const int ShortestForeign = 32;

    /// <summary>Characters that are looked at.</summary>
    public const int Longest = 256;

    private const int IdLength = 12;
    private const int SecretBytes = 32;

    public static (string Id, string Key) New()
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdLength / 2));
        return (id, $"{Prefix}{id}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes))}");
    }

    /// <summary>Null: no key that was made here.</summary>
    public static string? IdOf(string key) =>
        key.Length > Prefix.Length + IdLength && key.StartsWith(Prefix, StringComparison.Ordinal) && key[Prefix.Length + IdLength] == '_' && IsId(key.Substring(Prefix.Length, IdLength))
            ? key.Substring(Prefix.Length, IdLength)
            : null;

    public static bool IsId(string text) => text.Length == IdLength && text.All(char.IsAsciiHexDigitLower);

    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <summary>Whether a text can be a key at all: its characters travel in a header, and guessing it is hopeless.</summary>
    public static bool IsPlausible(string text) => text.Length is >= ShortestForeign and <= Longest && text.All(c => c is > ' ' and <= '~');
}
