using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Webhooks;

/// <summary>What a receiver does with a signature, written from docs/http-api.md and from RFC 2104 alone: nothing of it is the sender's code, and no HMAC of the framework.</summary>
internal static class SignatureCheck
{
    private const int Block = 64;

    /// <summary>Fails unless one of the signatures is right and the time is within the tolerance; returns the time.</summary>
    public static DateTimeOffset Verify(string header, byte[] body, string secret, DateTimeOffset now, TimeSpan tolerance)
    {
        var parts = header.Split(',').Select(part => part.Split('=', 2)).ToArray();
        var time = Assert.Single(parts, part => part[0] == "t")[1];
        var expected = Convert.ToHexStringLower(Hmac(Encoding.UTF8.GetBytes(secret), [.. Encoding.ASCII.GetBytes(time), (byte)'.', .. body]));
        Assert.Contains(parts, part => part[0] == "v1" && part[1] == expected);
        var sent = DateTimeOffset.FromUnixTimeSeconds(long.Parse(time, CultureInfo.InvariantCulture));
        Assert.InRange(now, sent - tolerance, sent + tolerance);
        return sent;
    }

    /// <summary>H(key ^ opad, H(key ^ ipad, text)).</summary>
    public static byte[] Hmac(byte[] key, byte[] text)
    {
        var padded = new byte[Block];
        (key.Length > Block ? SHA256.HashData(key) : key).CopyTo(padded, 0);
        var inner = SHA256.HashData([.. padded.Select(b => (byte)(b ^ 0x36)), .. text]);
        return SHA256.HashData([.. padded.Select(b => (byte)(b ^ 0x5c)), .. inner]);
    }
}
