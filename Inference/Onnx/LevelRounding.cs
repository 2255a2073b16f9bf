using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Hunyuan3D.Inference.Onnx;

/// <summary>Numbers to the nearest whole ones (halves to even), as bytes: the inner loop of quantisation.</summary>
internal static class LevelRounding
{
    private const int Lanes = 16;

    /// <param name="zero">Added after rounding.</param>
    /// <param name="lowest">Bound of the sum, at least -128.</param>
    /// <param name="highest">Bound of the sum, at most 255.</param>
    /// <param name="levels">As many as values; the low byte of each sum.</param>
    public static void Round(ReadOnlySpan<float> values, int zero, int lowest, int highest, Span<byte> levels)
    {
        var i = 0;
        ref var source = ref MemoryMarshal.GetReference(values);
        for (; i <= values.Length - Lanes; i += Lanes)
        {
            var low = Vector128.Narrow(Level(ref source, i, zero, lowest, highest), Level(ref source, i + 4, zero, lowest, highest));
            var high = Vector128.Narrow(Level(ref source, i + 8, zero, lowest, highest), Level(ref source, i + 12, zero, lowest, highest));
            Vector128.Narrow(low, high).AsByte().CopyTo(levels[i..]);
        }

        for (; i < values.Length; i++)
            levels[i] = (byte)Math.Clamp((int)MathF.Round(values[i]) + zero, lowest, highest);
    }

    private static Vector128<int> Level(ref float source, int index, int zero, int lowest, int highest)
    {
        var whole = Vector128.ConvertToInt32(Vector128.Round(Vector128.LoadUnsafe(ref source, (nuint)index))) + Vector128.Create(zero);
        return Vector128.Min(Vector128.Max(whole, Vector128.Create(lowest)), Vector128.Create(highest));
    }
}
