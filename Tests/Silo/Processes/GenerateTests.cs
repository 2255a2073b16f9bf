using System.Text;
using System.Text.Json;
using Hunyuan3D.Tests.Silo.Http;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Processes;

[Collection(OneProcessTestAtATime.Name)]
public sealed class GenerateTests(ServedCluster cluster) : IClassFixture<ServedCluster>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Generate_OwnCluster_WritesTheModel()
    {
        var summary = await GenerateAsync([]);

        Assert.Equal("simulated", summary.GetProperty("engine").GetString());
        Assert.Equal("glTF", Encoding.ASCII.GetString(await File.ReadAllBytesAsync(_folder.File("out.glb")), 0, 4));
        Assert.Equal(new FileInfo(_folder.File("out.glb")).Length, summary.GetProperty("bytes").GetInt64());
    }

    [Fact]
    public async Task Generate_RunningCluster_DoesTheWorkThere()
    {
        var summary = await GenerateAsync(["--redis", cluster.Server.Redis]);

        var job = await cluster.Jobs.GetAsync(summary.GetProperty("id").GetString()!);
        Assert.Equal("completed", ServerJobs.Status(job));
        Assert.True(File.Exists(_folder.File("out.glb")));
    }

    [Fact]
    public async Task Generate_Terminated_CancelsAndLeavesNothing()
    {
        var picture = _folder.File("picture.png");
        await File.WriteAllBytesAsync(picture, Pictures.Png(1));
        var settings = SimulatedSettings.Stages(shapeSeconds: 60, textureSeconds: 1);
        settings["TMPDIR"] = _folder.Path;
        await using var process = await ServerProcess.StartAsync(["generate", picture, "-o", _folder.File("out.glb"), "--engine", "simulated"], settings, "shape:");

        Assert.Equal(1, await process.TerminateAsync());

        Assert.Contains("hunyuan3d: cancelled", process.Output, StringComparison.Ordinal);
        Assert.Equal([picture], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Generate_NoWeights_IsBadInput()
    {
        var picture = _folder.File("picture.png");
        await File.WriteAllBytesAsync(picture, Pictures.Png(1));

        var (code, output) = await ServerProcess.RunAsync("generate", picture, "-o", _folder.File("out.glb"), "--engine", "hunyuan3d", "--model", "v2-mini-turbo", "--models", _folder.File("none"));

        Assert.True(code == 2, output);
        Assert.Contains("install", output, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("out.glb")));
    }

    [Fact]
    public async Task Generate_NobodyAtRedis_SaysSo()
    {
        var picture = _folder.File("picture.png");
        await File.WriteAllBytesAsync(picture, Pictures.Png(1));

        var (code, output) = await ServerProcess.RunAsync("generate", picture, "-o", _folder.File("out.glb"), "--redis", "127.0.0.1:1");

        Assert.Equal(1, code);
        Assert.Contains("No Redis answers at 127.0.0.1:1", output, StringComparison.Ordinal);
    }

    private async Task<JsonElement> GenerateAsync(string[] more)
    {
        var picture = _folder.File("picture.png");
        await File.WriteAllBytesAsync(picture, Pictures.Png(1));
        var (code, output) = await ServerProcess.RunAsync(["generate", picture, "-o", _folder.File("out.glb"), "--engine", "simulated", "--json", .. more]);
        Assert.True(code == 0, output);
        return JsonSerializer.Deserialize<JsonElement>(output.Split('\n').Single(l => l.StartsWith('{')));
    }
}
