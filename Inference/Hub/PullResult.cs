using Hunyuan3D.Inference.ModelStore;

namespace Hunyuan3D.Inference.Hub;

/// <summary>What a pull came to.</summary>
/// <param name="Imported">Null: it was fetched only.</param>
/// <param name="Download">Folder or file that was fetched; null: removed after the import, or nothing had to be fetched.</param>
public sealed record PullResult(ModelImportResult? Imported, string? Download);
