using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Inference.Onnx;
using Xunit;

namespace Hunyuan3D.Tests.Inference.ModelStores;

public sealed class ModelStoreFindTests : IDisposable
{
    private static readonly GraphTarget Fp32 = StoredModels.Cpu();
    private static readonly GraphTarget Int8 = StoredModels.Cpu(GraphPrecision.Int8);

    private readonly TempFolder _folder = new();
    private readonly ModelStore _store;

    public ModelStoreFindTests() => _store = new ModelStore(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Find_AfterWrite_ReadsTheSameManifest()
    {
        var folder = StoredModels.Add(_folder.Path, "v2-mini", Int8);

        var model = Assert.IsType<StoredModel>(_store.Find("v2-mini", Int8));

        Assert.Equal(folder, model.Folder);
        Assert.Equal(("v2-mini", ModelKind.Shape, Int8), (model.Name, model.Manifest.Kind, model.Manifest.Target));
        Assert.Equal(new ModelFile("denoiser.onnx", 3, new string('c', 64)), Assert.Single(model.Manifest.Files));
        Assert.Null(_store.Find("v2-mini", Fp32));
        Assert.Null(_store.Find("v2-0", Int8));
    }

    [Fact]
    public void Find_ByDevice_TakesTheBestThatIsInstalled()
    {
        StoredModels.Add(_folder.Path, "v2-mini", StoredModels.Cpu(GraphPrecision.Int4));
        Assert.Equal(GraphPrecision.Int4, _store.Find("v2-mini", GraphDevice.Cpu)?.Manifest.Precision);
        StoredModels.Add(_folder.Path, "v2-mini", Int8);
        Assert.Equal(GraphPrecision.Int8, _store.Find("v2-mini", GraphDevice.Cpu)?.Manifest.Precision);
        StoredModels.Add(_folder.Path, "v2-mini", Fp32);
        Assert.Equal(GraphPrecision.Fp32, _store.Find("v2-mini", GraphDevice.Cpu)?.Manifest.Precision);
        Assert.Equal(GraphPrecision.Int8, _store.Find("v2-mini", GraphDevice.Cpu, GraphPrecision.Int8)?.Manifest.Precision);
        Assert.Null(_store.Find("v2-mini", GraphDevice.Cuda));
    }

    [Fact]
    public void List_IsInOrder_AndLeavesOutWhatIsBrokenOrUnfinished()
    {
        StoredModels.Add(_folder.Path, "v2-mini", Int8);
        StoredModels.Add(_folder.Path, "v2-mini", Fp32);
        StoredModels.Add(_folder.Path, "my-chairs", Fp32);
        File.WriteAllText(Path.Combine(StoredModels.Add(_folder.Path, "broken", Fp32), "model.json"), "{");
        Directory.CreateDirectory(Path.Combine(_folder.Path, "empty", "cpu-fp32"));
        Directory.CreateDirectory(Path.Combine(_folder.Path, "downloads", "cpu-fp32"));
        Directory.CreateDirectory(Path.Combine(_folder.Path, "v2-mini", ".cpu-int4.import-1"));

        Assert.Equal(["my-chairs (cpu-fp32)", "v2-mini (cpu-fp32)", "v2-mini (cpu-int8)"], _store.List().Select(model => model.ToString()));
        Assert.Empty(new ModelStore(Path.Combine(_folder.Path, "none")).List());
    }

    [Theory]
    [InlineData("", "is not a manifest")]
    [InlineData("{", "is not a manifest")]
    [InlineData("null", "is empty")]
    [InlineData("[]", "is not a manifest")]
    [InlineData("{\"format\":1}", "is not a manifest")]
    [InlineData("{\"format\":2,\"models\":[]}", "has format 2; this program reads format 1. Use the version of hunyuan3d that imported the model")]
    public void Find_BrokenManifest_SaysWhatIsWrongAndWhatToDo(string json, string message)
    {
        File.WriteAllText(Path.Combine(StoredModels.Add(_folder.Path, "v2-mini", Fp32), "model.json"), json);

        var exception = Assert.Throws<ModelStoreException>(() => _store.Find("v2-mini", Fp32));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Contains("import it again", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"kind\": \"shape\"", "\"kind\": \"teapot\"", "is not a manifest")]
    [InlineData("\"kind\": \"shape\"", "\"kind\": 0", "is not a manifest")]
    [InlineData("\"revision\": ", "\"rev\": ", "is not a manifest")]
    [InlineData("\"source\": \"test\"", "\"source\": null", "is not a manifest")]
    [InlineData("\"name\": \"v2-mini\"", "\"name\": \"v2-0\"", "is that of model 'v2-0', in the folder of 'v2-mini'")]
    [InlineData("\"precision\": \"fp32\"", "\"precision\": \"int4\"", "is that of the target cpu-int4, in the folder of cpu-fp32")]
    [InlineData("denoiser.onnx", "../../secret", "lists '../../secret'")]
    [InlineData("denoiser.onnx", "/etc/passwd", "lists '/etc/passwd'")]
    [InlineData("\"bytes\": 3", "\"bytes\": -3", "with -3 bytes")]
    [InlineData("\"bytes\": 3", "\"bytes\": 3e99", "is not a manifest")]
    public void Find_ManifestWithAWrongValue_IsRefused(string right, string wrong, string message)
    {
        var file = Path.Combine(StoredModels.Add(_folder.Path, "v2-mini", Fp32), "model.json");
        var json = File.ReadAllText(file);
        Assert.Contains(right, json, StringComparison.Ordinal);
        File.WriteAllText(file, json.Replace(right, wrong, StringComparison.Ordinal));

        var exception = Assert.Throws<ModelStoreException>(() => _store.Find("v2-mini", Fp32));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Contains("hunyuan3d models remove v2-mini", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Get_NothingInstalled_NamesTheCommandThatInstalls()
    {
        var exception = Assert.Throws<ModelStoreException>(() => _store.Get("v2-mini-turbo", GraphDevice.Cpu));

        Assert.Equal($"Model 'v2-mini-turbo' is not installed for cpu in {_folder.Path}. Install it with: hunyuan3d models pull v2-mini-turbo", exception.Message);
    }

    [Fact]
    public void Get_OtherTargetOrOtherModelInstalled_SaysSo()
    {
        StoredModels.Add(_folder.Path, "v2-mini", Fp32);

        Assert.EndsWith(
            "It is there for cpu-fp32. Install it with: hunyuan3d models pull v2-mini --target cuda --precision fp16",
            Assert.Throws<ModelStoreException>(() => _store.Get("v2-mini", GraphDevice.Cuda, GraphPrecision.Fp16)).Message, StringComparison.Ordinal);
        Assert.Contains("Installed: v2-mini.", Assert.Throws<ModelStoreException>(() => _store.Get("v2-0", GraphDevice.Cpu)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Get_UnknownName_NamesThePublishedOnesAndImport()
    {
        var message = Assert.Throws<ModelStoreException>(() => _store.Get("my-chairs", GraphDevice.Cpu)).Message;

        Assert.Contains("not one of the published models (v2-0, v2-0-fast,", message, StringComparison.Ordinal);
        Assert.Contains("hunyuan3d models import FOLDER --name my-chairs", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../etc")]
    [InlineData("downloads")]
    [InlineData("V2")]
    [InlineData(".hidden")]
    [InlineData("a/b")]
    [InlineData("line\n")]
    public void Find_NameThatIsNoFolderName_IsRefused(string name) =>
        Assert.Contains("cannot be a model's name", Assert.Throws<ModelStoreException>(() => _store.Find(name, Fp32)).Message, StringComparison.Ordinal);

    [Fact]
    public void Catalog_NamesAreLegalAndUnique()
    {
        Assert.All(ModelCatalog.Models, model => Assert.True(ModelName.IsLegal(model.Name)));
        Assert.Distinct(ModelCatalog.Models.Select(model => model.Name));
        Assert.Equal("hunyuan3d-dit-v2-mini-turbo", ModelCatalog.Find("v2-mini-turbo")?.Subfolder);
        Assert.Equal("tencent/Hunyuan3D-2", ModelCatalog.Find("v2-mv-turbo")?.FlashVdmVaeRepository);
        Assert.Equal("tencent/Hunyuan3D-2mini", ModelCatalog.Find("v2-mini-fast")?.FlashVdmVaeRepository);
    }
}
