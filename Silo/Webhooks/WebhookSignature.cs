using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Hunyuan3D.Hosting.Webhooks;

/// <summary>
/// Signs messages so that a receiver can tell who sent them and when: <c>t=UNIX,v1=HEX</c> with the HMAC-SHA256 of <c>UNIX.BODY</c>. A receiver that refuses old times is safe from
/// messages that were recorded and are played again.
/// </summary>
internal static class WebhookSignature
{
    public const string Header = "X-Hunyuan3D-Signature";

    /// <param name="secrets">One <c>v1</c> each.</param>
    public static string Of(IEnumerable<string> secrets, DateTimeOffset now, ReadOnlySpan<byte> body)
    {
        var time = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signed = new byte[time.Length + 1 + body.Length];
        Encoding.ASCII.GetBytes(time + ".", signed);
        body.CopyTo(signed.AsSpan(time.Length + 1));
        return $"t={time}" + string.Concat(secrets.Select(secret => ",v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed))));
    }
}
