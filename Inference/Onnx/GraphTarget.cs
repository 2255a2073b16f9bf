namespace Hunyuan3D.Inference.Onnx;

/// <summary>What a graph is built for. Fixed at import: a graph for one target does not run well, or at all, on another.</summary>
public sealed record GraphTarget
{
    public GraphTarget(GraphDevice device, GraphPrecision precision)
    {
        if (device == GraphDevice.Cpu && precision == GraphPrecision.Fp16)
            throw new ArgumentException("fp16 needs the target cuda: ONNX Runtime's CPU kernels compute in fp32. Use fp32, int8 or int4 for the CPU.", nameof(precision));
        (Device, Precision) = (device, precision);
    }

    public GraphDevice Device { get; }

    public GraphPrecision Precision { get; }

    /// <summary>The type of activations.</summary>
    internal OnnxType Compute => Device == GraphDevice.Cuda && Precision != GraphPrecision.Fp32 ? OnnxType.Float16 : OnnxType.Float;

    public override string ToString() => $"{Device}-{Precision}".ToLowerInvariant();
}
