namespace Hunyuan3D.Inference.ModelStore;

/// <summary>A file of a model that is not as it was imported.</summary>
/// <param name="File">Absolute.</param>
/// <param name="Problem">For people: what is there, what was expected.</param>
public sealed record ModelFileFault(string File, string Problem);
