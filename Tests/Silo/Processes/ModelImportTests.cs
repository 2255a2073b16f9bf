using System.Diagnostics;
using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Tests.Inference.ModelStores;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Processes;

/// <summary>Imports by the program as users run it.</summary>
[Collection(OneProcessTestAtATime.Name)]
public sealed class ModelImportTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string[] Import => ["models", "import", Checkpoints.Mini, "--models", _folder.Path];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("looking")]
    [InlineData("encoder")]
    [InlineData("denoiser")]
    [InlineData("checking")]
    [InlineData("installing")]
    public async Task Import_Killed_LeavesNoHalfModelAndTheNextOneClears(string moment)
    {
        await KillAtAsync(moment);
        var store = new ModelStore(_folder.Path);

        // The process may have been quicker than the signal; then the model is complete.
        Assert.All(store.List(), model => Assert.Empty(store.Verify(model)));
        Assert.Empty(store.Inspect().Broken);

        Assert.Equal(0, (await ServerProcess.RunAsync(Import)).ExitCode);
        Assert.Empty(store.Verify(Assert.Single(store.List())));
        Assert.True(Checkpoints.IsClean(store));
    }

    [Fact]
    public async Task Import_TwoProcesses_OneWorksTheOtherFindsItDone()
    {
        var results = await Task.WhenAll(ServerProcess.RunAsync(Import), ServerProcess.RunAsync(Import));

        Assert.All(results, result => Assert.Equal(0, result.ExitCode));
        Assert.Single(results, result => result.Output.Contains("is already imported", StringComparison.Ordinal));
        var store = new ModelStore(_folder.Path);
        Assert.Empty(store.Verify(Assert.Single(store.List())));
        Assert.True(Checkpoints.IsClean(store));
    }

    private async Task KillAtAsync(string moment)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "hunyuan3d"), Import) { RedirectStandardError = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            if (line.Contains(moment, StringComparison.Ordinal))
                break;
        }

        process.Kill();
        await process.WaitForExitAsync();
    }
}
