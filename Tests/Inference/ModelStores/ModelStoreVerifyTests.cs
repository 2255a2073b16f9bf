using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Inference.Onnx;
using Xunit;

namespace Hunyuan3D.Tests.Inference.ModelStores;

public sealed class ModelStoreVerifyTests : IDisposable
{
    private static readonly GraphTarget Int8 = StoredModels.Cpu(GraphPrecision.Int8);

    private readonly TempFolder _folder = new();
    private readonly ModelStore _store;
    private readonly StoredModel _model;

    public ModelStoreVerifyTests()
    {
        _store = new ModelStore(_folder.Path);
        _model = _store.Import(new ModelImportRequest(Checkpoints.Mini, Int8)).Model;
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Verify_UntouchedModel_FindsNothingAndReadsEverything()
    {
        var read = new List<ModelImportProgress>();

        Assert.Empty(_store.Verify(_model, new SynchronousProgress(read.Add)));
        Assert.Equal((_model.Manifest.Bytes, _model.Manifest.Bytes), (read[^1].Bytes, read[^1].TotalBytes));
    }

    [Fact]
    public void Verify_EveryKindOfDamage_IsNamedByFile()
    {
        var flipped = Path.Combine(_model.Folder, "denoiser.weights");
        var bytes = File.ReadAllBytes(flipped);
        bytes[bytes.Length / 2] ^= 0x10;
        File.WriteAllBytes(flipped, bytes);
        File.AppendAllText(Path.Combine(_model.Folder, "vae.onnx"), "x");
        File.Delete(Path.Combine(_model.Folder, "encoder.onnx"));
        File.WriteAllText(Path.Combine(_model.Folder, "stranger.txt"), "");

        var faults = _store.Verify(_model).ToDictionary(fault => Path.GetFileName(fault.File), fault => fault.Problem);

        Assert.Equal(4, faults.Count);
        Assert.Matches("^has the SHA-256 [0-9a-f]{64}, [0-9a-f]{64} was imported$", faults["denoiser.weights"]);
        Assert.Matches("^has [0-9]+ bytes, [0-9]+ were imported$", faults["vae.onnx"]);
        Assert.Equal("is missing", faults["encoder.onnx"]);
        Assert.Equal("was not imported with the model", faults["stranger.txt"]);
    }

    [Fact]
    public void Remove_OneTarget_LeavesTheOthers()
    {
        var fp32 = _store.Import(new ModelImportRequest(Checkpoints.Mini, StoredModels.Cpu())).Model;
        Directory.CreateDirectory(Path.Combine(_folder.Path, "v2-mini", ".cpu-int8.import-dead"));

        Assert.True(_store.Remove("v2-mini", Int8));
        Assert.False(_store.Remove("v2-mini", Int8));

        Assert.Equal([fp32.ToString()], _store.List().Select(model => model.ToString()));
        Assert.True(Checkpoints.IsClean(_store));
    }

    [Fact]
    public void Remove_OpenModel_KeepsWhatIsOpenReadable()
    {
        using var open = File.OpenRead(Path.Combine(_model.Folder, "denoiser.weights"));

        Assert.True(_store.Remove("v2-mini", Int8));

        Assert.NotEqual(-1, open.ReadByte());
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "v2-mini")));
    }

    [Fact]
    public void RemoveDownloads_KeepsTheVaeThatAnotherDownloadNeeds()
    {
        const string Revision = "downloads/tencent/Hunyuan3D-2mini/abc";
        foreach (var folder in new[] { "hunyuan3d-dit-v2-mini", "hunyuan3d-dit-v2-mini-turbo", "hunyuan3d-vae-v2-mini-turbo" })
            File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(Path.Combine(_folder.Path, Revision, folder)).FullName, "config.yaml"), new byte[10]);

        Assert.Equal(10, _store.RemoveDownloads("v2-mini"));
        Assert.True(Directory.Exists(Path.Combine(_folder.Path, Revision, "hunyuan3d-vae-v2-mini-turbo")));
        Assert.Equal(20, _store.RemoveDownloads("v2-mini-turbo"));
        Assert.Empty(_store.Inspect().Downloads);
        Assert.Equal(0, _store.RemoveDownloads("v2-mini-turbo"));
        Assert.Throws<ModelStoreException>(() => _store.RemoveDownloads("my-chairs"));
    }
}
