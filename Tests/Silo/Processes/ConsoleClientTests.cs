using System.Diagnostics;
using System.Text;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Processes;

/// <summary>The sample program of README as a process of its own, against a real server.</summary>
[Collection(OneProcessTestAtATime.Name)]
public sealed class ConsoleClientTests(ServedCluster cluster) : IClassFixture<ServedCluster>, IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    /// <summary>Built like the tests: <c>bin/Release/net10.0</c>.</summary>
    private static readonly string Program = RepositoryRoot.Combine("samples/ConsoleClient", Path.GetRelativePath(RepositoryRoot.Combine("Tests"), AppContext.BaseDirectory), "ConsoleClient");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Sample_Picture_PrintsProgressAndSavesTheModel()
    {
        var model = _folder.File("robot.glb");

        var (code, output) = await RunAsync(cluster.Server.Redis, RepositoryRoot.Combine("Tests/Samples/robot.png"), model, "simulated");

        Assert.True(code == 0, output);
        // How many steps are seen is the machine's business: fast changes may be merged. The first and the last are always told.
        Assert.Matches("^(waiting|queued|running|shape|texture)", output);
        Assert.Contains("\ncompleted\n", output, StringComparison.Ordinal);
        Assert.Contains("made by simulated", output, StringComparison.Ordinal);
        var bytes = await File.ReadAllBytesAsync(model);
        Assert.Equal("glTF", Encoding.ASCII.GetString(bytes, 0, 4));
        Assert.Equal(bytes.Length, BitConverter.ToInt32(bytes, 8));
    }

    [Fact]
    public async Task Sample_EngineThatIsNotInstalled_SaysWhatToDo()
    {
        var (code, output) = await RunAsync(cluster.Server.Redis, RepositoryRoot.Combine("Tests/Samples/robot.png"), _folder.File("none.glb"), "hunyuan3d");

        Assert.Equal(1, code);
        Assert.Contains("models pull", output, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("none.glb")));
    }

    [Fact]
    public async Task Sample_NoArguments_PrintsItsUsage()
    {
        var (code, output) = await RunAsync();

        Assert.Equal(2, code);
        Assert.Contains("usage: ConsoleClient", output, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            var texts = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, string.Concat(texts));
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }
}
