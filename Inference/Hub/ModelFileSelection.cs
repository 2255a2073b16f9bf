using Hunyuan3D.Inference.ModelStore;

namespace Hunyuan3D.Inference.Hub;

/// <summary>
/// Which files of a repository a model needs: each weight file once, in the form that is read best, and nothing else of a repository that holds up to a hundred gigabytes.
/// Source of the layouts: Tencent/Hunyuan3D-2 <c>hy3dgen/shapegen/utils.py</c>, <c>hy3dgen/texgen/pipelines.py</c>.
/// </summary>
public static class ModelFileSelection
{
    private static readonly string[] ShapeWeights = ["model.fp16.safetensors", "model.safetensors", "model.fp16.ckpt", "model.ckpt"];
    private static readonly string[] DiffusersWeights = ["diffusion_pytorch_model.safetensors", "diffusion_pytorch_model.bin"];
    private static readonly string[] TextWeights = ["model.safetensors", "pytorch_model.bin"];

    /// <summary>The model's own files.</summary>
    /// <exception cref="HubException">The repository lacks one.</exception>
    public static IReadOnlyList<HubFile> Of(KnownModel model, HubSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(snapshot);
        var listing = new Listing(snapshot, model.Name);
        return model.Kind switch
        {
            ModelKind.Shape => ShapeFolder(listing, model.Subfolder),
            ModelKind.Paint => Diffusers(listing, model.Subfolder),
            ModelKind.Delight => [.. Diffusers(listing, model.Subfolder), .. TextEncoder(listing, model.Subfolder)],
            _ => throw new ArgumentException($"{model.Kind} models are single files.", nameof(model)),
        };
    }

    /// <summary>The files of the VAE that serves under FlashVDM.</summary>
    /// <param name="snapshot">Of <see cref="KnownModel.FlashVdmVaeRepository"/>.</param>
    /// <exception cref="HubException">The repository lacks one.</exception>
    public static IReadOnlyList<HubFile> OfFlashVdmVae(KnownModel model, HubSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(snapshot);
        return model.FlashVdmVaeSubfolder is { } folder ? ShapeFolder(new Listing(snapshot, model.Name), folder) : [];
    }

    private static HubFile[] ShapeFolder(Listing listing, string folder) =>
        [listing.Get(folder, "config.yaml"), listing.Get(folder, ShapeWeights)];

    private static HubFile[] Diffusers(Listing listing, string folder) =>
    [
        .. new[] { listing.Find($"{folder}/model_index.json") }.OfType<HubFile>(),
        listing.Get(folder, "scheduler/scheduler_config.json"),
        listing.Get(folder, "unet/config.json"),
        listing.Get($"{folder}/unet", DiffusersWeights),
        listing.Get(folder, "vae/config.json"),
        listing.Get($"{folder}/vae", DiffusersWeights),
    ];

    private static IEnumerable<HubFile> TextEncoder(Listing listing, string folder) =>
    [
        listing.Get(folder, "text_encoder/config.json"),
        listing.Get($"{folder}/text_encoder", TextWeights),
        .. listing.Below($"{folder}/tokenizer/"),
    ];

    private sealed class Listing(HubSnapshot snapshot, string model)
    {
        private readonly Dictionary<string, HubFile> _files = snapshot.Files.GroupBy(file => file.Path).ToDictionary(group => group.Key, group => group.First());

        public HubFile? Find(string path) => _files.GetValueOrDefault(path);

        /// <summary>The first of several names that is there.</summary>
        public HubFile Get(string folder, params IReadOnlyList<string> names) =>
            names.Select(name => Find($"{folder}/{name}")).OfType<HubFile>().FirstOrDefault()
            ?? throw new HubException(HubFailure.NotFound,
                $"{snapshot.Repository} at {snapshot.Commit} has no {folder}/{string.Join(" or ", names)}, which {model} needs. Check --variant and --revision.");

        public IEnumerable<HubFile> Below(string folder) => snapshot.Files.Where(file => file.Path.StartsWith(folder, StringComparison.Ordinal));
    }
}
