namespace Hunyuan3D.Inference.Onnx;

/// <summary>How a graph's matrix weights are stored. Norms, softmax, sinusoids and small tensors keep the compute type.</summary>
public enum GraphPrecision
{
    Fp32 = 0,

    /// <summary>CUDA only: ONNX Runtime has no fp16 kernels on the CPU.</summary>
    Fp16 = 1,

    /// <summary>8-bit weights: on the CPU with a scale an output and 8-bit activations, for speed; on CUDA in blocks with a scale each.</summary>
    Int8 = 2,

    /// <summary>4-bit weights in blocks with a scale each.</summary>
    Int4 = 3,
}
