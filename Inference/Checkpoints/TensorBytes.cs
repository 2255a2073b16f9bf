using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Hunyuan3D.Inference.Checkpoints;

/// <summary>Stored little-endian elements as f32.</summary>
internal static class TensorBytes
{
    /// <summary>False: the type is not a floating-point one.</summary>
    /// <param name="bytes">As many elements as <paramref name="values"/> has.</param>
    public static bool TryToSingles(TensorType type, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        switch (type)
        {
            case TensorType.F32:
                MemoryMarshal.Cast<byte, float>(bytes).CopyTo(values);
                return true;
            case TensorType.F16:
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(bytes), values);
                return true;
            case TensorType.BF16:
                var halves = MemoryMarshal.Cast<byte, ushort>(bytes);
                for (var i = 0; i < values.Length; i++)
                    values[i] = BitConverter.UInt32BitsToSingle((uint)halves[i] << 16);
                return true;
            case TensorType.F64:
                var doubles = MemoryMarshal.Cast<byte, double>(bytes);
                for (var i = 0; i < values.Length; i++)
                    values[i] = (float)doubles[i];
                return true;
            default:
                return false;
        }
    }
}
