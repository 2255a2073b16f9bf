namespace Hunyuan3D.Inference.ModelStore.Importing;

/// <summary>A checkpoint that was found on disk.</summary>
/// <param name="Folder">Absolute; for matting the <c>.onnx</c> file.</param>
/// <param name="Name">As the folder says; null: it does not.</param>
/// <param name="FlashVdmVaeFolder">Null: none is there, or the kind has none.</param>
internal sealed record ModelCheckpoint(ModelKind Kind, string Folder, string? Name, string? FlashVdmVaeFolder = null);
