namespace Hunyuan3D.Inference.ModelStore;

/// <summary>A folder of the model store that is no model: a download, or what an interrupted import left.</summary>
/// <param name="Name">Relative to the store, with forward slashes.</param>
/// <param name="Bytes">Of all files in it.</param>
public sealed record StoreFolder(string Name, long Bytes);
