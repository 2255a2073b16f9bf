using Hunyuan3D.Inference.Onnx;

namespace Hunyuan3D.Inference.ModelStore;

/// <summary>A folder in the place of a model that cannot be opened.</summary>
/// <param name="Reason">A full sentence with the remedy.</param>
public sealed record BrokenModel(string Name, GraphTarget Target, string Reason);
