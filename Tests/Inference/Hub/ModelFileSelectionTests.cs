using Hunyuan3D.Inference.Hub;
using Hunyuan3D.Inference.ModelStore;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Hub;

public sealed class ModelFileSelectionTests
{
    [Fact]
    public void Of_PaintModel_TakesEachWeightOnceAndNoUnusedPart() => Assert.Equal(
        ["model_index.json", "scheduler/scheduler_config.json", "unet/config.json", "unet/diffusion_pytorch_model.safetensors", "vae/config.json", "vae/diffusion_pytorch_model.bin"],
        Select("paint-v2-0-turbo",
            "model_index.json", "scheduler/scheduler_config.json", "unet/config.json", "unet/modules.py", "unet/diffusion_pytorch_model.bin", "unet/diffusion_pytorch_model.safetensors",
            "vae/config.json", "vae/diffusion_pytorch_model.bin", "text_encoder/pytorch_model.bin", "image_encoder/model.safetensors", "tokenizer/vocab.json"));

    [Fact]
    public void Of_DelightModel_TakesTheTextEncoderToo() => Assert.Equal(
        ["scheduler/scheduler_config.json", "text_encoder/config.json", "text_encoder/model.safetensors", "tokenizer/merges.txt", "tokenizer/vocab.json",
            "unet/config.json", "unet/diffusion_pytorch_model.safetensors", "vae/config.json", "vae/diffusion_pytorch_model.safetensors"],
        Select("delight-v2-0",
            "scheduler/scheduler_config.json", "text_encoder/config.json", "text_encoder/model.safetensors", "text_encoder/pytorch_model.bin", "tokenizer/merges.txt", "tokenizer/vocab.json",
            "unet/config.json", "unet/diffusion_pytorch_model.safetensors", "vae/config.json", "vae/diffusion_pytorch_model.safetensors", "feature_extractor/preprocessor_config.json"));

    [Fact]
    public void Of_ShapeModelWithPicklesOnly_TakesThem() =>
        Assert.Equal(["config.yaml", "model.fp16.ckpt"], Select("v2-0", "config.yaml", "model.fp16.ckpt", "model.ckpt"));

    [Fact]
    public void Of_MissingWeights_NamesAllThatWouldDo()
    {
        var error = Assert.Throws<HubException>(() => Select("v2-0", "config.yaml"));

        Assert.Contains("model.fp16.safetensors or model.safetensors or", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Paths below the model's folder, in order.</summary>
    private static IEnumerable<string> Select(string name, params string[] files)
    {
        var model = ModelCatalog.Find(name)!;
        var snapshot = new HubSnapshot(model.Repository, new string('0', 40), [.. files.Select(file => new HubFile($"{model.Subfolder}/{file}", 1, null)), new HubFile("README.md", 1, null)]);
        return ModelFileSelection.Of(model, snapshot).Select(file => file.Path[(model.Subfolder.Length + 1)..]).Order(StringComparer.Ordinal);
    }
}
