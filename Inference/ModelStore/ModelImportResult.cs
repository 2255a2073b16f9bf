namespace Hunyuan3D.Inference.ModelStore;

/// <summary>What an import came to.</summary>
/// <param name="AlreadyThere">True: the same checkpoint was imported before in the same way, and nothing was done.</param>
public sealed record ModelImportResult(StoredModel Model, bool AlreadyThere);
