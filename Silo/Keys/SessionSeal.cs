using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Hunyuan3D.Hosting.Keys;

/// <summary>
/// A browser's session: its key and an end, encrypted (AES-256-GCM) with a secret of the key folder that all gateways share. So a session ends when its key is revoked, nothing is kept about it, a stolen
/// cookie does not tell the key, and a stolen folder opens no session, since a session needs a key of which the folder has but the hash.
/// </summary>
internal sealed class SessionSeal(KeyRing keys, TimeProvider time)
{
    private const string SecretFile = "session.secret";
    private const int SecretBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int TimeBytes = sizeof(long);

    /// <summary>Tells these texts from whatever else might ever be encrypted with the secret.</summary>
    private static readonly byte[] Purpose = "hunyuan3d session 1"u8.ToArray();

    private readonly Lazy<byte[]> _secret = new(() => Secret(keys.Folder));

    /// <summary>The session as a cookie's value.</summary>
    public string Seal(string key, TimeSpan lifetime)
    {
        var text = new byte[TimeBytes + Encoding.UTF8.GetByteCount(key)];
        BinaryPrimitives.WriteInt64BigEndian(text, (time.GetUtcNow() + lifetime).ToUnixTimeSeconds());
        Encoding.UTF8.GetBytes(key, text.AsSpan(TimeBytes));
        var cookie = new byte[NonceBytes + text.Length + TagBytes];
        RandomNumberGenerator.Fill(cookie.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(_secret.Value, TagBytes);
        aes.Encrypt(cookie.AsSpan(0, NonceBytes), text, cookie.AsSpan(NonceBytes, text.Length), cookie.AsSpan(NonceBytes + text.Length), Purpose);
        return Base64Url.EncodeToString(cookie);
    }

    /// <summary>The key of a session; null: it has ended, or is none.</summary>
    public string? Open(string cookie)
    {
        if (cookie.Length > 2 * KeyText.Longest || !Base64Url.IsValid(cookie)) return null;
        var bytes = Base64Url.DecodeFromChars(cookie);
        if (bytes.Length < NonceBytes + TimeBytes + TagBytes) return null;
        var text = new byte[bytes.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(_secret.Value, TagBytes);
        try
        {
            aes.Decrypt(bytes.AsSpan(0, NonceBytes), bytes.AsSpan(NonceBytes, text.Length), bytes.AsSpan(NonceBytes + text.Length), text, Purpose);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        var ended = BinaryPrimitives.ReadInt64BigEndian(text) <= time.GetUtcNow().ToUnixTimeSeconds();
        return ended ? null : Encoding.UTF8.GetString(text.AsSpan(TimeBytes));
    }

    private static byte[] Secret(KeyFolder? folder)
    {
        var own = RandomNumberGenerator.GetBytes(SecretBytes);
        if (folder is null) return own;
        var file = Path.Combine(folder.Path, SecretFile);
        // Of two gateways that start at once one is first, and the other takes what it wrote.
        if (!File.Exists(file)) folder.Write(SecretFile, own, replace: false);
        var secret = File.ReadAllBytes(file);
        return secret.Length == SecretBytes ? secret : throw new KeyFileException($"The file {file} is broken: {secret.Length} bytes in place of {SecretBytes}. Delete it; browsers then have to sign in again.");
    }
}
