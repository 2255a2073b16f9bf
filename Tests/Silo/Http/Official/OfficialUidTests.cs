using Hunyuan3D.Hosting.Http.Official;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Http.Official;

public sealed class OfficialUidTests
{
    [Theory]
    [InlineData("0192a3c45d6e7f8091a2b3c4d5e6f708", "0192a3c4-5d6e-7f80-91a2-b3c4d5e6f708")]
    [InlineData("my-own-id", "my-own-id")]
    public void Of_AnyId_LeadsBackToIt(string id, string uid)
    {
        Assert.Equal(uid, OfficialUid.Of(id));
        Assert.Equal(id, OfficialUid.ToId(uid));
    }
}
