namespace Hunyuan3D.Inference.Checkpoints;

/// <summary>The element type of a stored tensor, as safetensors names it.</summary>
public enum TensorType
{
    Bool,
    U8,
    I8,
    I16,
    I32,
    I64,
    F16,
    BF16,
    F32,
    F64,
}
