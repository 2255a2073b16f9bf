namespace Hunyuan3D.Inference.ModelStore;

/// <summary>One file of an imported model.</summary>
/// <param name="Name">Relative to the model's folder, with forward slashes.</param>
/// <param name="Sha256">64 lower-case hexadecimal digits.</param>
public sealed record ModelFile(string Name, long Bytes, string Sha256);
