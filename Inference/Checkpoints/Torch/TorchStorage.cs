namespace Hunyuan3D.Inference.Checkpoints.Torch;

/// <summary>A storage that a pickle refers to: an entry <c>data/KEY</c> of the archive.</summary>
/// <param name="Elements">As the pickle claims; checked against the entry before it is read.</param>
internal sealed record TorchStorage(TensorType Type, string Key, long Elements);
