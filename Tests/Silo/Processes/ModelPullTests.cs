using System.Text.Json;
using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Tests.Golden;
using Hunyuan3D.Tests.Inference.Hub;
using Hunyuan3D.Tests.Inference.ModelStores;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Processes;

/// <summary>Pulls by the program as users run it, from a hub on loopback.</summary>
[Collection(OneProcessTestAtATime.Name)]
public sealed class ModelPullTests : IAsyncLifetime, IDisposable
{
    private const string Weights = "hunyuan3d-dit-v2-mini-turbo/model.fp16.safetensors";

    private readonly TempFolder _folder = new();
    private FakeHub _hub = null!;

    private string Final => Path.Combine(_folder.Path, "downloads", "tencent", "Hunyuan3D-2mini", FakeHub.Commit, Weights);

    public async Task InitializeAsync()
    {
        _hub = await FakeHub.StartAsync();
        _hub.AddFolder(GoldenSet.Folder("shape", "v2-mini-turbo", "models", "tencent", "Hunyuan3D-2mini"));
    }

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Pull_KilledInTheMiddleOfAFile_ContinuesToAModelThatVerifies()
    {
        // A slow line: 2000 bytes every 20 ms, so that what has arrived is written down a few times on the way.
        _hub.Fault = request => request is { IsStore: true, File: Weights } ? new FakeHubFault { Slice = 2_000, Then = token => Task.Delay(20, token) } : null;
        await using (var process = await ServerProcess.StartAsync(Pull("--accept-license"), Settings, "fetching"))
        {
            await UntilAsync(() => SavedBytes() > 0, process);
            await process.KillAsync();
        }

        var saved = SavedBytes();
        Assert.False(File.Exists(Final));
        Assert.Empty(new ModelStore(_folder.Path).List());

        _hub.Requests.Clear();
        _hub.Fault = _ => null;
        var (code, output) = await ServerProcess.RunAsync(Pull("--accept-license"), Settings);

        Assert.True(code == 0, output);
        var asked = _hub.Requests.Where(request => request is { IsStore: true, File: Weights }).Sum(request => request.To - request.From);
        Assert.InRange(saved, 1, _hub.Files[Weights].Content.Length - 1);
        Assert.Equal(_hub.Files[Weights].Content.Length - saved, asked);
        var verified = await ServerProcess.RunAsync("models", "verify", "v2-mini-turbo", "--models", _folder.Path);
        Assert.True(verified.ExitCode == 0, verified.Output);
        Assert.True(Checkpoints.IsClean(new ModelStore(_folder.Path)));
        Assert.False(File.Exists(Final));
    }

    [Fact]
    public async Task Pull_LicenceNotAccepted_ShowsTheTermsAndFetchesNothing()
    {
        var (code, output) = await ServerProcess.RunAsync(Pull(), Settings);

        Assert.Equal(2, code);
        Assert.Contains("European Union", output, StringComparison.Ordinal);
        Assert.Contains("https://huggingface.co/tencent/Hunyuan3D-2mini/blob/main/LICENSE", output, StringComparison.Ordinal);
        Assert.Contains("--accept-license", output, StringComparison.Ordinal);
        Assert.Empty(_hub.Requests);
    }

    [Fact]
    public async Task Pull_GatedRepository_IsBadInputAndSaysWhatToDo()
    {
        _hub.Fault = _ => new FakeHubFault { Status = 401, Headers = new Dictionary<string, string> { ["X-Error-Code"] = "GatedRepo" } };

        var (code, output) = await ServerProcess.RunAsync(Pull("--accept-license"), Settings);

        Assert.Equal(2, code);
        Assert.Contains("HF_TOKEN", output, StringComparison.Ordinal);
    }

    private Dictionary<string, string> Settings => new() { ["HF_ENDPOINT"] = _hub.Endpoint.AbsoluteUri, ["HF_HOME"] = _folder.Path, ["NO_PROXY"] = "127.0.0.1" };

    private string[] Pull(params string[] more) => ["models", "pull", "tencent/Hunyuan3D-2mini", "--variant", "v2-mini-turbo", "--models", _folder.Path, .. more];

    private long SavedBytes()
    {
        var state = new FileInfo(Final + ".part.json");
        if (!state.Exists)
            return 0;
        var ranges = JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(state.FullName)).GetProperty("ranges");
        return ranges.EnumerateArray().Sum(range => range[1].GetInt64() - range[0].GetInt64());
    }

    private static async Task UntilAsync(Func<bool> condition, ServerProcess process)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            Assert.False(patience.IsCancellationRequested, process.Output);
            await Task.Delay(10);
        }
    }
}
