using Hunyuan3D.Inference;
using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Inference.Onnx;
using Hunyuan3D.Inference.Sessions;
using Hunyuan3D.Tests.Inference.Sessions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Hunyuan3D.Tests.Inference.ModelStores;

public sealed class InstalledModelsTests : IDisposable
{
    private static readonly string[] Preference = ["v2-mini-turbo", "v2-0"];

    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly SessionPool _sessions;

    public InstalledModelsTests() => _sessions = new SessionPool(new SessionPoolOptions(), _time);

    public void Dispose()
    {
        _sessions.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void List_SeveralModels_IsInTheOrderOfPreferenceThenByName()
    {
        foreach (var name in new[] { "zebra", "v2-0", "apple", "v2-mini-turbo" })
            StoredModels.Add(_folder.Path, name, StoredModels.Cpu());
        StoredModels.Add(_folder.Path, "paint-v2-0", StoredModels.Cpu(), ModelKind.Paint);
        StoredModels.Add(_folder.Path, "only-cuda", new GraphTarget(GraphDevice.Cuda, GraphPrecision.Fp16));

        Assert.Equal(["v2-mini-turbo", "v2-0", "apple", "zebra"], Installed().List(ModelKind.Shape, Preference).Select(model => model.Name));
    }

    [Fact]
    public void List_TwoPrecisions_TakesTheWantedOne()
    {
        StoredModels.Add(_folder.Path, "v2-0", StoredModels.Cpu(GraphPrecision.Int8));
        StoredModels.Add(_folder.Path, "v2-0", StoredModels.Cpu());
        StoredModels.Add(_folder.Path, "v2-mini", StoredModels.Cpu());

        Assert.Equal(["v2-0 (cpu-fp32)", "v2-mini (cpu-fp32)"], Installed().List(ModelKind.Shape, Preference).Select(model => model.ToString()));
        var int8 = Installed(GraphPrecision.Int8);
        Assert.Equal(["v2-0 (cpu-int8)"], int8.List(ModelKind.Shape, Preference).Select(model => model.ToString()));
        Assert.Equal("v2-0 (cpu-int8)", int8.Get("v2-0", ModelKind.Shape, Preference, "model").ToString());
    }

    [Fact]
    public void List_ModelImportedLater_ShowsWithinSeconds()
    {
        var models = Installed();
        Assert.Empty(models.List(ModelKind.Shape, Preference));
        StoredModels.Add(_folder.Path, "v2-0", StoredModels.Cpu());
        Assert.Empty(models.List(ModelKind.Shape, Preference));

        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Single(models.List(ModelKind.Shape, Preference));
    }

    [Fact]
    public void Announce_GraphOfAModelInMemory_SaysItIsWarm()
    {
        var folder = StoredModels.Add(_folder.Path, "v2-0", StoredModels.Cpu());
        StoredModels.Add(_folder.Path, "v2-0-turbo", StoredModels.Cpu());
        var graph = SmallGraphs.Chain(folder, "denoiser");
        _sessions.Rent(graph, CancellationToken.None).Dispose();

        Assert.Equal(
            [new EngineModel("v2-0", new string('a', 64), 3, IsWarm: true), new EngineModel("v2-0-turbo", new string('a', 64), 3, IsWarm: false)],
            Installed().Announce(ModelKind.Shape, Preference));
    }

    [Fact]
    public void Announce_ModelUnusedForTheIdleTime_IsNoLongerWarm()
    {
        var folder = StoredModels.Add(_folder.Path, "v2-0", StoredModels.Cpu());
        _sessions.Rent(SmallGraphs.Chain(folder, "denoiser"), CancellationToken.None).Dispose();
        Assert.True(Assert.Single(Installed().Announce(ModelKind.Shape, Preference)).IsWarm);

        _time.Advance(TimeSpan.FromMinutes(15));

        Assert.False(Assert.Single(Installed().Announce(ModelKind.Shape, Preference)).IsWarm);
    }

    [Fact]
    public void Get_NoName_TakesTheFirstInstalled()
    {
        StoredModels.Add(_folder.Path, "apple", StoredModels.Cpu());
        Assert.Equal("apple", Installed().Get(null, ModelKind.Shape, Preference, "model").Name);
        StoredModels.Add(_folder.Path, "v2-0", StoredModels.Cpu());
        Assert.Equal("v2-0", Installed().Get(null, ModelKind.Shape, Preference, "model").Name);
    }

    [Fact]
    public void Get_NotInstalledOrOfAnotherKind_SaysWhatIsAndWhatToDo()
    {
        var error = Assert.Throws<StageInputException>(() => Installed().Get(null, ModelKind.Shape, Preference, "model"));
        Assert.Equal("model", error.Field);
        Assert.Contains("hunyuan3d models pull v2-mini-turbo", error.Message, StringComparison.Ordinal);

        StoredModels.Add(_folder.Path, "paint-v2-0", StoredModels.Cpu(), ModelKind.Paint);
        StoredModels.Add(_folder.Path, "v2-0", StoredModels.Cpu());
        error = Assert.Throws<StageInputException>(() => Installed().Get("paint-v2-0", ModelKind.Shape, Preference, "model"));
        Assert.Equal("'paint-v2-0' is a Paint model; a Shape model is expected here (installed: v2-0).", error.Message);
    }

    private InstalledModels Installed(GraphPrecision? precision = null) =>
        new(new ModelStore(_folder.Path), new ModelStoreOptions { Precision = precision }, _sessions, _time);
}
