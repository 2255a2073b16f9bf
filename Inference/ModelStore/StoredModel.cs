namespace Hunyuan3D.Inference.ModelStore;

/// <summary>A model that is imported, complete and ready to open.</summary>
/// <param name="Folder">Absolute.</param>
public sealed record StoredModel(string Folder, ModelManifest Manifest)
{
    public string Name => Manifest.Name;

    public override string ToString() => $"{Manifest.Name} ({Manifest.Target})";
}
