using Hunyuan3D.Hosting;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Hosting;

public sealed class BindingRuleTests
{
    [Theory]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://127.0.0.2:8080")]
    [InlineData("https://localhost:0")]
    [InlineData("http://[::1]:8080")]
    [InlineData("http://unix:/run/hunyuan3d.sock")]
    public void BeyondLoopback_ThisMachine_IsNone(string url) => Assert.Empty(BindingRule.BeyondLoopback([url]));

    [Theory]
    [InlineData("http://0.0.0.0:8080")]
    [InlineData("http://[::]:8080")]
    [InlineData("http://*:8080")]
    [InlineData("http://+:8080")]
    [InlineData("http://10.1.2.3:8080")]
    [InlineData("http://localhost.example.com:8080")]
    [InlineData("https://models.example.com")]
    public void BeyondLoopback_OtherAddress_IsFoundAmongLocalOnes(string url) => Assert.Equal([url], BindingRule.BeyondLoopback(["http://127.0.0.1:1", url]));
}
