using Hunyuan3D.Inference.Hub;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Hub;

public sealed class HubOptionsTests
{
    [Fact]
    public void FromEnvironment_NothingSet_IsTheHubWithoutToken()
    {
        var options = HubOptions.FromEnvironment(_ => null);

        Assert.Equal("https://huggingface.co/", options.Endpoint.AbsoluteUri);
        Assert.Null(options.Token);
    }

    [Fact]
    public void FromEnvironment_MirrorAndToken_AreTaken()
    {
        var options = Read(new() { ["HF_ENDPOINT"] = "https://mirror.example/hf/", ["HF_TOKEN"] = " hf_abc\n" });

        Assert.Equal("https://mirror.example/hf", options.Endpoint.AbsoluteUri);
        Assert.Equal("hf_abc", options.Token);
    }

    [Fact]
    public void FromEnvironment_TokenOfALogin_IsRead()
    {
        using var folder = new TempFolder();
        File.WriteAllText(Path.Combine(folder.Path, "token"), "hf_saved\n");

        Assert.Equal("hf_saved", Read(new() { ["HF_HOME"] = folder.Path }).Token);
        Assert.Equal("hf_saved", Read(new() { ["HF_TOKEN_PATH"] = Path.Combine(folder.Path, "token") }).Token);
        Assert.Equal("hf_own", Read(new() { ["HF_HOME"] = folder.Path, ["HF_TOKEN"] = "hf_own" }).Token);
    }

    [Theory]
    [InlineData("mirror.example")]
    [InlineData("ftp://mirror.example")]
    public void FromEnvironment_NoAddress_SaysSo(string endpoint) =>
        Assert.Contains("HF_ENDPOINT", Assert.Throws<HubException>(() => Read(new() { ["HF_ENDPOINT"] = endpoint })).Message, StringComparison.Ordinal);

    private static HubOptions Read(Dictionary<string, string> variables) => HubOptions.FromEnvironment(name => variables.GetValueOrDefault(name));
}
