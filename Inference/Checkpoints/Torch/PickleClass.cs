namespace Hunyuan3D.Inference.Checkpoints.Torch;

/// <summary>A class or function that a pickle names. Naming one does nothing; only the few that tensors need can be called.</summary>
internal sealed record PickleClass(string Name);
