using Hunyuan3D.Inference.Checkpoints;

namespace Hunyuan3D.Inference.ModelStore.Importing;

/// <summary>
/// Looks for the VAE that takes the own one's place under FlashVDM: beside the checkpoint, then in the repositories beside its own, since that of the multi-view models
/// is in another repository.
/// </summary>
internal static class FlashVdmVaeFinder
{
    /// <param name="name">As the checkpoint's folder says; null: it says none.</param>
    /// <returns>Null: none is there.</returns>
    public static string? Find(string checkpoint, string? name)
    {
        var known = name is null ? null : ModelCatalog.Find(name)?.FlashVdmVaeSubfolder;
        var names = known is not null ? [known] : ModelCatalog.Models.Select(model => model.FlashVdmVaeSubfolder).OfType<string>().Distinct().ToList();
        var candidates = Places(checkpoint)
            .SelectMany(place => names.Select(vae => Path.Combine(place, vae)))
            .Where(folder => File.Exists(Path.Combine(folder, "config.yaml")) && ShapeCheckpoint.FindWeights(folder) is not null);
        return known is not null ? candidates.FirstOrDefault() : candidates.FirstOrDefault(folder => HasScaleOf(folder, checkpoint));
    }

    private static IEnumerable<string> Places(string checkpoint)
    {
        var repository = Path.GetDirectoryName(checkpoint);
        if (repository is null)
            yield break;
        yield return repository;
        if (Path.GetDirectoryName(repository) is not { } owner)
            yield break;
        foreach (var other in Directory.EnumerateDirectories(owner, "Hunyuan3D*").Order(StringComparer.Ordinal))
            yield return other;
    }

    // A model of one's own may be made from any published one; the latents' scale tells which VAE it was made with.
    private static bool HasScaleOf(string vae, string checkpoint) =>
        Config(vae).Section("params").Number("scale_factor", 1) == Config(checkpoint).Section("vae").Section("params").Number("scale_factor", 1);

    private static ConfigSection Config(string folder) => ConfigSection.ReadFile(Path.Combine(folder, "config.yaml"));
}
