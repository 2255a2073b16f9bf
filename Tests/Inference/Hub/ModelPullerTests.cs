using System.Text.Json;
using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.Hub;
using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Tests.Golden;
using Hunyuan3D.Tests.Inference.Imaging.Matting;
using Hunyuan3D.Tests.Inference.ModelStores;
using Xunit;
using Store = Hunyuan3D.Inference.ModelStore.ModelStore;

namespace Hunyuan3D.Tests.Inference.Hub;

/// <summary>From a hub on loopback to a model in the store.</summary>
public sealed class ModelPullerTests : IAsyncLifetime, IDisposable
{
    private static readonly LicenceAcceptance Acceptance = new("the licence", "https://example.org/terms", "somebody", DateTimeOffset.UnixEpoch, "--accept-license");
    private static readonly PullOptions Options = new(StoredModels.Cpu());
    private static readonly KnownModel MiniTurbo = ModelCatalog.Find("v2-mini-turbo")!;

    private readonly TempFolder _folder = new();
    private readonly RetryClock _clock = new(new HubOptions().StallTimeout);
    private Store _store = null!;
    private FakeHub _hub = null!;
    private HubClient _client = null!;

    public async Task InitializeAsync()
    {
        _store = new Store(_folder.Path);
        _hub = await FakeHub.StartAsync();
        _client = _hub.Client(_clock);
        _hub.AddFolder(GoldenSet.Folder("shape", "v2-mini-turbo", "models", "tencent", "Hunyuan3D-2mini"));
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _hub.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Pull_ShapeModel_InstallsItAndFetchesNothingElse()
    {
        _hub.Add("hunyuan3d-dit-v2-mini-turbo/model.fp16.ckpt", [1, 2, 3]);
        _hub.Add("assets/demo.png", [1, 2, 3], large: false);

        var result = await PullAsync(MiniTurbo, Options);

        var model = result.Imported!.Model;
        Assert.Equal($"tencent/Hunyuan3D-2mini@{FakeHub.Commit}/hunyuan3d-dit-v2-mini-turbo", model.Manifest.Source);
        Assert.Contains(model.Manifest.Files, file => file.Name == "flashvdm/vae.onnx");
        Assert.Empty(_store.Verify(model));
        Assert.Null(result.Download);
        Assert.Empty(_store.Inspect().Downloads);
        Assert.True(_store.Inspect() is { Leftovers.Count: 0, Broken.Count: 0 });
        Assert.Equal(4, _hub.Requests.Where(request => request.File is not null).Select(request => request.File).Distinct().Count());
        var kept = JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Path.Combine(_folder.Path, "v2-mini-turbo", LicenceAcceptance.FileName)));
        Assert.Equal("somebody", kept.GetProperty("acceptedBy").GetString());
        Assert.Equal("the licence", kept.GetProperty("licence").GetString());
        Assert.Equal(FakeHub.Commit, kept.GetProperty("commit").GetString());
    }

    [Fact]
    public async Task Pull_SameCommitAgain_FetchesNothing()
    {
        await PullAsync(MiniTurbo, Options);
        _hub.Requests.Clear();

        var again = await PullAsync(MiniTurbo, Options);

        Assert.True(again.Imported!.AlreadyThere);
        Assert.All(_hub.Requests, request => Assert.Null(request.File));
    }

    [Fact]
    public async Task Pull_KeptDownload_ServesAnotherPrecision()
    {
        var first = await PullAsync(MiniTurbo, Options with { KeepDownload = true });
        Assert.True(File.Exists(Path.Combine(first.Download!, "config.yaml")));
        _hub.Requests.Clear();

        var second = await PullAsync(MiniTurbo, new PullOptions(StoredModels.Cpu(Hunyuan3D.Inference.Onnx.GraphPrecision.Int8)));

        Assert.False(second.Imported!.AlreadyThere);
        Assert.Equal(0, _hub.BytesAsked);
        Assert.Empty(_store.Inspect().Downloads);
    }

    [Fact]
    public async Task Pull_FetchOnly_LeavesTheCheckpointWithItsAcceptance()
    {
        var result = await PullAsync(MiniTurbo, Options with { Import = false });

        Assert.Null(result.Imported);
        Assert.Empty(_store.List());
        Assert.True(File.Exists(Path.Combine(result.Download!, LicenceAcceptance.FileName)));
        Assert.False(_store.Import(new ModelImportRequest(result.Download!, StoredModels.Cpu())).AlreadyThere);
    }

    [Fact]
    public async Task Pull_VaeOfAnotherRepository_IsFetchedFromThere()
    {
        _hub.OtherRepository = "tencent/Hunyuan3D-2";
        var model = MiniTurbo with { FlashVdmVaeRepository = "tencent/Hunyuan3D-2" };

        var result = await PullAsync(model, Options);

        Assert.Contains(result.Imported!.Model.Manifest.Files, file => file.Name == "flashvdm/vae.onnx");
        Assert.Contains(_hub.Requests, request => request.Path.StartsWith($"/tencent/Hunyuan3D-2/resolve/{FakeHub.Commit}/hunyuan3d-vae", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pull_RepositoryWithoutTheVariant_NamesTheMissingFile()
    {
        _hub.Files.TryRemove("hunyuan3d-dit-v2-mini-turbo/config.yaml", out _);

        var error = await Assert.ThrowsAsync<HubException>(() => PullAsync(MiniTurbo, Options));

        Assert.Equal(HubFailure.NotFound, error.Failure);
        Assert.Contains("hunyuan3d-dit-v2-mini-turbo/config.yaml", error.Message, StringComparison.Ordinal);
        Assert.All(_hub.Requests, request => Assert.Null(request.File));
    }

    [Fact]
    public async Task Pull_TwoAtTheSameTime_OneWorksTheOtherFindsItDone()
    {
        using var second = _hub.Client(_clock);
        var results = await Task.WhenAll(PullAsync(MiniTurbo, Options), new ModelPuller(second, _store, _clock).PullAsync(MiniTurbo, "main", Acceptance, Options, CancellationToken.None));

        Assert.Single(results, result => result.Imported!.AlreadyThere);
        Assert.Equal(_hub.Files.Values.Where(file => file.IsLarge).Sum(file => (long)file.Content.Length), _hub.BytesAsked);
        Assert.True(_store.Inspect() is { Leftovers.Count: 0, Broken.Count: 0 });
    }

    [Fact]
    public async Task PullMatting_OwnAddress_InstallsTheNetwork()
    {
        var file = _hub.Add("own.onnx", await File.ReadAllBytesAsync(SaliencyGraph.Write(Path.Combine(_folder.Path, "own.onnx"), 48)));

        var result = await PullMattingAsync(ContentHash.TryParse(HashKind.Sha256, file.Sha256));

        Assert.Equal(ModelKind.Matting, result.Imported!.Model.Manifest.Kind);
        Assert.Equal(file.Content, await File.ReadAllBytesAsync(Path.Combine(result.Imported.Model.Folder, "matting.onnx")));
        Assert.True((await PullMattingAsync(ContentHash.TryParse(HashKind.Sha256, file.Sha256))).Imported!.AlreadyThere);
    }

    [Fact]
    public async Task PullMatting_KeptDownloadOfAKnownNetwork_IsRemovedByItsName()
    {
        _hub.Add("own.onnx", await File.ReadAllBytesAsync(SaliencyGraph.Write(Path.Combine(_folder.Path, "own.onnx"), 48)));
        await new ModelPuller(_client, _store, _clock).PullMattingAsync(
            "u2netp", new Uri(_hub.StoreEndpoint, "blobs/own.onnx"), null, Options with { KeepDownload = true }, CancellationToken.None);
        Assert.Single(_store.Inspect().Downloads);

        Assert.True(_store.RemoveDownloads("u2netp") > 0);

        Assert.Empty(_store.Inspect().Downloads);
    }

    [Fact]
    public async Task PullMatting_SignInPageInItsPlace_IsRefused()
    {
        _hub.Add("own.onnx", "<html>please sign in</html>"u8.ToArray());

        await Assert.ThrowsAsync<CheckpointException>(() => PullMattingAsync(hash: null));
        Assert.Equal(HubFailure.WrongContent, (await Assert.ThrowsAsync<HubException>(() => PullMattingAsync(new ContentHash(HashKind.Sha256, new string('0', 64))))).Failure);
        Assert.Empty(_store.List());
    }

    private Task<PullResult> PullAsync(KnownModel model, PullOptions options) =>
        new ModelPuller(_client, _store, _clock).PullAsync(model, "main", Acceptance, options, CancellationToken.None);

    private Task<PullResult> PullMattingAsync(ContentHash? hash) =>
        new ModelPuller(_client, _store, _clock).PullMattingAsync("own", new Uri(_hub.StoreEndpoint, "blobs/own.onnx"), hash, Options, CancellationToken.None);
}
