namespace Hunyuan3D.Inference.ModelStore;

/// <summary>A published model that is known by a short name.</summary>
/// <param name="Name">For example <c>v2-mini-turbo</c>; the folder in the model store has the same name.</param>
/// <param name="Repository">Of the hub: <c>tencent/Hunyuan3D-2mini</c>. A matting model is a single file somewhere else; for it only the download's folder.</param>
/// <param name="Subfolder">Of the repository; empty: its root.</param>
/// <param name="FlashVdmVaeSubfolder">The VAE that takes the own one's place under FlashVDM; null: none.</param>
/// <param name="Licence">Name of the licence that its user has to accept.</param>
public sealed record KnownModel(string Name, ModelKind Kind, string Repository, string Subfolder, string? FlashVdmVaeSubfolder, string Licence)
{
    /// <summary>The repository of <see cref="FlashVdmVaeSubfolder"/>; default: the model's own.</summary>
    public string FlashVdmVaeRepository { get; init; } = Repository;
}
