using System.Text;
using Hunyuan3D.Hosting.Webhooks;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Webhooks;

public sealed class WebhookSignatureTests
{
    [Fact]
    public void Of_KnownMessage_IsWhatOpenSslComputes()
    {
        // printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac 'a secret of a test'
        const string expected = "t=1700000000,v1=0e72c89af1cc2a205c7526ab0f000f2e0c08630fca6e5a79ed9fc22679058c43";

        Assert.Equal(expected, WebhookSignature.Of(["a secret of a test"], DateTimeOffset.FromUnixTimeSeconds(1700000000), """{"a":1}"""u8));
    }

    [Fact]
    public void Of_TwoSecrets_SignsWithBoth()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1700000000);
        var body = Encoding.UTF8.GetBytes("Grüße");
        var header = WebhookSignature.Of(["the new secret of a test", new string('s', 100)], now, body);

        Assert.Equal(3, header.Split(',').Length);
        SignatureCheck.Verify(header, body, "the new secret of a test", now, TimeSpan.Zero);
        SignatureCheck.Verify(header, body, new string('s', 100), now, TimeSpan.Zero);
        Assert.ThrowsAny<Exception>(() => SignatureCheck.Verify(header, body, "another secret of a test", now, TimeSpan.Zero));
        Assert.ThrowsAny<Exception>(() => SignatureCheck.Verify(header, [.. body, 0], new string('s', 100), now, TimeSpan.Zero));
    }
}
