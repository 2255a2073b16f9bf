using System.Globalization;
using Hunyuan3D.Inference.Onnx;

namespace Hunyuan3D.Inference.Sessions;

/// <summary>A device that graphs run on: the CPU or one CUDA GPU.</summary>
/// <param name="Index">Number of the GPU as the driver counts; 0 for the CPU.</param>
public sealed record SessionDevice(GraphDevice Kind, int Index)
{
    private const string CudaPrefix = "cuda:";

    public static SessionDevice Cpu { get; } = new(GraphDevice.Cpu, 0);

    /// <param name="text"><c>cpu</c> or <c>cuda:N</c>.</param>
    /// <exception cref="FormatException">Neither.</exception>
    public static SessionDevice Parse(string text)
    {
        if (string.Equals(text, "cpu", StringComparison.OrdinalIgnoreCase))
            return Cpu;
        if (text.StartsWith(CudaPrefix, StringComparison.OrdinalIgnoreCase) && int.TryParse(text.AsSpan(CudaPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            return new SessionDevice(GraphDevice.Cuda, index);
        throw new FormatException($"The device '{text}' is not known. Use cpu, or cuda:0 for the first GPU.");
    }

    public override string ToString() => Kind == GraphDevice.Cpu ? "cpu" : string.Create(CultureInfo.InvariantCulture, $"{CudaPrefix}{Index}");
}
