namespace Hunyuan3D.Inference.Onnx;

/// <summary>What a graph is built for. Fixed at import: a graph for one target does not run well, or at all, on another.</summary>
public sealed record GraphTarget
{
    public GraphTarget(GraphDevice device, GraphPrecision precision)
    {
        if (!IsLegal(device, precision))
            throw new ArgumentException("fp16 needs the target cuda: ONNX Runtime's CPU kernels compute in fp32. Use fp32, int8 or int4 for the CPU.", nameof(precision));
        (Device, Precision) = (device, precision);
    }

    /// <summary>Every target there is.</summary>
    public static IReadOnlyList<GraphTarget> All { get; } =
    [
        .. from device in Enum.GetValues<GraphDevice>()
           from precision in Enum.GetValues<GraphPrecision>()
           where IsLegal(device, precision)
           select new GraphTarget(device, precision),
    ];

    public GraphDevice Device { get; }

    public GraphPrecision Precision { get; }

    /// <summary>The type of activations.</summary>
    internal OnnxType Compute => Device == GraphDevice.Cuda && Precision != GraphPrecision.Fp32 ? OnnxType.Float16 : OnnxType.Float;

    /// <summary>For example <c>cpu-int8</c>; names the folder of a model.</summary>
    public override string ToString() => $"{Device}-{Precision}".ToLowerInvariant();

    private static bool IsLegal(GraphDevice device, GraphPrecision precision) => device != GraphDevice.Cpu || precision != GraphPrecision.Fp16;
}
