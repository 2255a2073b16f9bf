using System.Numerics;
using System.Numerics.Tensors;
using Hunyuan3D.Inference.Checkpoints;

namespace Hunyuan3D.Inference.Onnx;

/// <summary>
/// Symmetric quantisation of a weight matrix in blocks along the inputs, in the layout of ONNX Runtime's MatMulNBits
/// (docs/ContribOperators.md): unsigned with the zero point 2^(bits-1), low nibble first. Every block's scale is the one of a few candidates that leaves the least squared error.
/// </summary>
internal static class BlockQuantizer
{
    /// <summary>Weights that share a scale: narrow blocks are nearer to the weights, wide ones smaller and faster.</summary>
    public const int Int4BlockSize = 64;

    public const int Int8BlockSize = 32;

    // Factors on the scale that covers a block's largest weight. With 15 steps between the ends a finer grid for the many is worth more than the extremes of the few.
    private static readonly float[] Candidates = [1, 0.96f, 0.92f, 0.88f, 0.84f, 0.8f, 0.76f, 0.72f];

    /// <summary>Blocks of a row; the last one is filled up with zeros.</summary>
    public static int Blocks(int inputs, int size) => (inputs + size - 1) / size;

    /// <summary>Makes [blocks, block size * bits / 8] u8 of a row of <paramref name="inputs"/> f32.</summary>
    /// <param name="bits">4 or 8.</param>
    /// <param name="size">Weights that share a scale: a power of two, at least 16.</param>
    /// <param name="scales">[outputs, blocks], filled along the way.</param>
    public static RowEncoder Encoder(int inputs, int bits, int size, float[] scales)
    {
        var (blocks, bytes) = (Blocks(inputs, size), size * bits / 8);
        return (start, rows, packed) =>
        {
            Span<float> values = stackalloc float[size];
            for (var index = 0; index < rows.Length / inputs * blocks; index++)
            {
                var (row, block) = (index / blocks, index % blocks);
                var source = rows.Slice(row * inputs + block * size, Math.Min(size, inputs - block * size));
                source.CopyTo(values);
                values[source.Length..].Clear();
                var scale = scales[start * blocks + index] = Scale(values, bits);
                Pack(values, scale, bits, packed.Slice(index * bytes, bytes));
            }
        };
    }

    // The value of the largest magnitude, with its sign, becomes -2^(bits-1): the negative side has one level more.
    private static float Scale(ReadOnlySpan<float> values, int bits)
    {
        var full = TensorPrimitives.MaxMagnitude(values) / -(1 << (bits - 1));
        if (full == 0 || bits > 4)
            return full;
        var (best, least) = (full, float.PositiveInfinity);
        foreach (var candidate in Candidates)
        {
            var error = SquaredError(values, candidate * full, 1 << (bits - 1));
            if (error < least)
                (best, least) = (candidate * full, error);
        }

        return best;
    }

    private static float SquaredError(ReadOnlySpan<float> values, float scale, int zero)
    {
        var (inverse, lowest, highest, sum) = (new Vector<float>(1 / scale), new Vector<float>(-zero), new Vector<float>(zero - 1), Vector<float>.Zero);
        for (var i = 0; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var value = new Vector<float>(values[i..]);
            var level = Vector.Min(Vector.Max(Vector.Round(value * inverse), lowest), highest);
            var error = value - level * scale;
            sum += error * error;
        }

        return Vector.Sum(sum);
    }

    private static void Pack(Span<float> values, float scale, int bits, Span<byte> target)
    {
        var zero = 1 << (bits - 1);
        if (scale == 0)
            values.Clear();
        else
            TensorPrimitives.Divide(values, scale, values);
        if (bits == 8)
        {
            LevelRounding.Round(values, zero, 0, 2 * zero - 1, target);
            return;
        }

        Span<byte> levels = stackalloc byte[values.Length];
        LevelRounding.Round(values, zero, 0, 2 * zero - 1, levels);
        for (var i = 0; i < target.Length; i++)
            target[i] = (byte)(levels[2 * i] | levels[2 * i + 1] << 4);
    }
}
