using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Inference.ModelStore.Importing;
using Hunyuan3D.Inference.Onnx;
using Hunyuan3D.Tests.Golden;
using Hunyuan3D.Tests.Inference.TexGen.Diffusion;
using Xunit;

namespace Hunyuan3D.Tests.Inference.ModelStores;

public sealed class ModelStoreImportTests : IDisposable
{
    private static readonly GraphTarget Fp32 = StoredModels.Cpu();
    private static readonly string Mini = Checkpoints.Mini;

    private readonly TempFolder _folder = new();
    private readonly ModelStore _store;

    public ModelStoreImportTests() => _store = new ModelStore(Root);

    private string Root => Path.Combine(_folder.Path, "models");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Import_ShapeCheckpoint_IsFoundVerifiedAndSaysWhereItIsFrom()
    {
        var result = _store.Import(new ModelImportRequest(Mini, Fp32));

        Assert.False(result.AlreadyThere);
        var model = Assert.IsType<StoredModel>(_store.Find("v2-mini", Fp32));
        Assert.Equal(Path.Combine(Root, "v2-mini", "cpu-fp32"), model.Folder);
        Assert.Equal((ModelKind.Shape, Mini, 64), (model.Manifest.Kind, model.Manifest.Source, model.Manifest.Revision.Length));
        Assert.Superset(new HashSet<string> { "denoiser.onnx", "denoiser.weights", "encoder.onnx", "geometry.onnx", "vae.onnx" }, model.Manifest.Files.Select(file => file.Name).ToHashSet());
        Assert.Empty(_store.Verify(model));
        Assert.Empty(_store.Inspect().Leftovers);
    }

    [Theory]
    [InlineData("v2-mini-turbo", "Hunyuan3D-2mini", "hunyuan3d-dit-v2-mini-turbo")]
    [InlineData("v2-0-turbo", "Hunyuan3D-2", "hunyuan3d-dit-v2-0-turbo")]
    public void Import_TurboCheckpoint_TakesTheFlashVdmVaeBesideIt(string name, string repository, string folder)
    {
        var model = _store.Import(new ModelImportRequest(Checkpoints.Shape(name, repository, folder), Fp32)).Model;

        Assert.Equal(name, model.Name);
        Assert.Contains(model.Manifest.Files, file => file.Name == "flashvdm/vae.onnx");
    }

    [Fact]
    public void Import_MultiViewCheckpoint_TakesTheFlashVdmVaeOfTheRepositoryBesideItsOwn()
    {
        var owner = Directory.CreateDirectory(Path.Combine(_folder.Path, "tencent")).FullName;
        var checkpoint = Checkpoints.Copy(Checkpoints.Shape("v2-mv", "Hunyuan3D-2mv", "hunyuan3d-dit-v2-mv"), Path.Combine(owner, "Hunyuan3D-2mv", "hunyuan3d-dit-v2-mv"));
        var vae = Checkpoints.Copy(Checkpoints.Shape("v2-0-turbo", "Hunyuan3D-2", "hunyuan3d-vae-v2-0-turbo"), Path.Combine(owner, "Hunyuan3D-2", "hunyuan3d-vae-v2-0-turbo"));

        Assert.Equal(new ModelCheckpoint(ModelKind.Shape, checkpoint, "v2-mv", vae), CheckpointFinder.Find(checkpoint, null));
        Assert.Equal("v2-mv", CheckpointFinder.Find(owner, null).Name);
    }

    [Fact]
    public void Import_DiffusersCheckpoint_KnowsKindAndName()
    {
        var delight = PaintCheckpoints.WriteDelight(Directory.CreateDirectory(Path.Combine(_folder.Path, "hunyuan3d-delight-v2-0")).FullName);

        var models = new[] { PaintCheckpoints.Paint, delight }.Select(folder => _store.Import(new ModelImportRequest(folder, Fp32)).Model).ToList();

        Assert.Equal([("paint-v2-0", ModelKind.Paint), ("delight-v2-0", ModelKind.Delight)], models.Select(model => (model.Name, model.Manifest.Kind)));
        Assert.All(models, model => Assert.Contains(model.Manifest.Files, file => file.Name == "unet.onnx"));
        Assert.All(models, model => Assert.Empty(_store.Verify(model)));
    }

    [Fact]
    public void Import_FolderOfSeveral_TakesTheNamedOneOrSaysWhatThereIs()
    {
        var all = GoldenSet.Folder("paint", "ckpt");

        var exception = Assert.Throws<CheckpointException>(() => _store.Import(new ModelImportRequest(all, Fp32)));

        Assert.Contains("holds 2 checkpoints (hunyuan3d-delight-v2-0, hunyuan3d-paint-v2-0). Give the folder of one, or its name with --name.", exception.Message, StringComparison.Ordinal);
        Assert.Equal(ModelKind.Delight, CheckpointFinder.Find(all, "delight-v2-0").Kind);
    }

    [Fact]
    public void Import_FolderWithoutAName_NeedsOne()
    {
        var chairs = Checkpoints.Copy(Mini, Path.Combine(_folder.Path, "chairs"));

        var exception = Assert.Throws<CheckpointException>(() => _store.Import(new ModelImportRequest(chairs, Fp32)));

        Assert.Contains("Give one with --name", exception.Message, StringComparison.Ordinal);
        Assert.Equal("my-chairs", _store.Import(new ModelImportRequest(chairs, Fp32) { Name = "my-chairs" }).Model.Name);
        Assert.Throws<ModelStoreException>(() => _store.Import(new ModelImportRequest(chairs, Fp32) { Name = "../chairs" }));
    }

    [Theory]
    [InlineData("nothing here", "There is no folder")]
    [InlineData("empty", "holds no checkpoint")]
    [InlineData("file.txt", "is a file")]
    public void Import_NoCheckpoint_SaysWhatIsExpected(string name, string message)
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "empty", "deeper"));
        File.WriteAllText(Path.Combine(_folder.Path, "file.txt"), "");

        var exception = Assert.Throws<CheckpointException>(() => _store.Import(new ModelImportRequest(Path.Combine(_folder.Path, name), Fp32)));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Root));
    }

    [Fact]
    public void Import_VaeAlone_IsNoModel() => Assert.Contains(
        "holds no checkpoint",
        Assert.Throws<CheckpointException>(() => CheckpointFinder.Find(Checkpoints.Shape("v2-0-turbo", "Hunyuan3D-2", "hunyuan3d-vae-v2-0-turbo"), null)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Import_SameAgain_IsANoOpAlsoFromACopy()
    {
        var first = _store.Import(new ModelImportRequest(Mini, Fp32)).Model;
        var written = File.GetLastWriteTimeUtc(Path.Combine(first.Folder, "denoiser.weights"));

        var again = _store.Import(new ModelImportRequest(Mini, Fp32));
        var copied = _store.Import(new ModelImportRequest(Checkpoints.Copy(Mini, Path.Combine(_folder.Path, "hunyuan3d-dit-v2-mini")), Fp32));

        Assert.True(again.AlreadyThere);
        Assert.True(copied.AlreadyThere);
        Assert.Equal(written, File.GetLastWriteTimeUtc(Path.Combine(first.Folder, "denoiser.weights")));
    }

    [Fact]
    public void Import_InTwoStores_IsTheSameToTheByte()
    {
        var other = new ModelStore(Path.Combine(_folder.Path, "other"));

        Assert.Equal(_store.Import(new ModelImportRequest(Mini, Fp32)).Model.Manifest.Revision, other.Import(new ModelImportRequest(Mini, Fp32)).Model.Manifest.Revision);
    }

    [Fact]
    public void Import_ChangedCheckpoint_TakesTheOldOnesPlace()
    {
        var checkpoint = Checkpoints.Copy(Mini, Path.Combine(_folder.Path, "hunyuan3d-dit-v2-mini"));
        var first = _store.Import(new ModelImportRequest(checkpoint, Fp32)).Model;
        Checkpoints.Change(checkpoint);

        var second = _store.Import(new ModelImportRequest(checkpoint, Fp32));

        Assert.False(second.AlreadyThere);
        Assert.NotEqual(first.Manifest.Revision, second.Model.Manifest.Revision);
        Assert.Empty(_store.Verify(_store.Find("v2-mini", Fp32)!));
        Assert.Empty(_store.Inspect().Leftovers);
    }

    [Theory]
    [InlineData("denoiser.weights")]
    [InlineData("model.json")]
    public void Import_InstalledModelIsDamaged_IsRepaired(string file)
    {
        var model = _store.Import(new ModelImportRequest(Mini, Fp32)).Model;
        File.WriteAllText(Path.Combine(model.Folder, file), "");

        Assert.False(_store.Import(new ModelImportRequest(Mini, Fp32)).AlreadyThere);
        Assert.Empty(_store.Verify(_store.Find("v2-mini", Fp32)!));
    }

    [Fact]
    public async Task Import_FourAtTheSameTime_OneWorksTheOthersFindItDone()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => new ModelStore(Root).Import(new ModelImportRequest(Mini, Fp32)))));

        Assert.Single(results, result => !result.AlreadyThere);
        Assert.Single(results.Select(result => result.Model.Manifest.Revision).Distinct());
        Assert.Empty(_store.Verify(_store.Find("v2-mini", Fp32)!));
    }

    [Fact]
    public void Import_WaitingForAnother_CanBeCancelled()
    {
        using var held = TargetLock.Take(Path.Combine(Root, ".locks", "v2-mini.cpu-fp32"), () => { }, CancellationToken.None);
        using var cancel = new CancellationTokenSource();
        var told = new List<string>();

        Assert.ThrowsAny<OperationCanceledException>(() => _store.Import(
            new ModelImportRequest(Mini, Fp32),
            new SynchronousProgress(progress =>
            {
                told.Add(progress.Step);
                if (progress.Step.StartsWith("waiting", StringComparison.Ordinal))
                    cancel.Cancel();
            }),
            cancel.Token));

        Assert.Equal("waiting for another import of this model", told[^1]);
    }

    [Fact]
    public void Import_Progress_TellsEveryGraphAndCountsWhatIsWritten()
    {
        var told = new List<ModelImportProgress>();
        var model = _store.Import(new ModelImportRequest(Mini, Fp32), new SynchronousProgress(told.Add)).Model;

        Assert.Superset(new HashSet<string> { "encoder", "denoiser", "vae", "geometry", "checking", "installing" }, told.Select(progress => progress.Step).ToHashSet());
        Assert.Equal(told.Select(progress => progress.Bytes), told.Select(progress => progress.Bytes).Order());
        Assert.All(told, progress => Assert.True(progress.Bytes <= progress.TotalBytes));
        Assert.InRange(told[^1].Bytes / (double)model.Manifest.Files.Where(file => file.Name.EndsWith(".weights", StringComparison.Ordinal)).Sum(file => file.Bytes), 0.999, 1.001);
    }

    [Fact]
    public void Import_DiskTooSmall_IsRefusedBeforeAnythingIsWritten()
    {
        var store = new ModelStore(Root, TimeProvider.System, (_, _, _, _, _) => throw new InvalidOperationException("must not begin"), _ => 1000);

        var exception = Assert.Throws<ModelStoreException>(() => store.Import(new ModelImportRequest(Mini, Fp32)));

        Assert.Matches("The import needs about [0-9]+ MB, .* has 0 MB free. Make room", exception.Message);
        Assert.Empty(_store.Inspect().Leftovers);
    }

    [Theory]
    [InlineData(28, "is full. Nothing was installed. Make room")]
    [InlineData(5, "cannot be used: disk trouble")]
    public void Import_DiskFaultMidway_IsExplainedAndLeavesNothing(int code, string message)
    {
        var store = new ModelStore(
            Root,
            TimeProvider.System,
            (_, _, destination, _, _) =>
            {
                File.WriteAllText(Path.Combine(destination, "half.weights"), "half");
                throw new IOException("disk trouble", code);
            },
            _ => long.MaxValue);

        var exception = Assert.Throws<ModelStoreException>(() => store.Import(new ModelImportRequest(Mini, Fp32)));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Null(_store.Find("v2-mini", Fp32));
        Assert.Empty(_store.Inspect().Leftovers);
    }

    [Fact]
    public void Import_StoreCannotBeMade_IsExplained()
    {
        File.WriteAllText(Root, "a file where the folder should be");

        Assert.Contains("cannot be used", Assert.Throws<ModelStoreException>(() => _store.Import(new ModelImportRequest(Mini, Fp32))).Message, StringComparison.Ordinal);
    }
}
