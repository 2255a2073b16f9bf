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

    /// <param name="bits">4 or 8.</param>
    /// <param name="size">Weights that share a scale: a power of two, at least 16.</param>
    /// <returns>[outputs, blocks, block size * bits / 8] u8 and [outputs, blocks] f32; the last block of a row is filled up with zeros.</returns>
    public static (byte[] Packed, float[] Scales) Quantize(LinearWeights weights, int bits, int size)
    {
        var blocks = (weights.Inputs + size - 1) / size;
        var bytes = size * bits / 8;
        var packed = new byte[(long)weights.Outputs * blocks * bytes];
        var scales = new float[weights.Outputs * blocks];
        Parallel.For(0, weights.Outputs, output =>
        {
            Span<float> values = stackalloc float[size];
            for (var block = 0; block < blocks; block++)
            {
                var source = weights.Weight.AsSpan(output * weights.Inputs + block * size, Math.Min(size, weights.Inputs - block * size));
                source.CopyTo(values);
                values[source.Length..].Clear();
                var index = output * blocks + block;
                scales[index] = Scale(values, bits);
                Pack(values, scales[index], bits, packed.AsSpan(index * bytes, bytes));
            }
        });
        return (packed, scales);
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

    private static void Pack(ReadOnlySpan<float> values, float scale, int bits, Span<byte> target)
    {
        var zero = 1 << (bits - 1);
        for (var i = 0; i < values.Length; i++)
        {
            var level = scale == 0 ? zero : Math.Clamp((int)MathF.Round(values[i] / scale) + zero, 0, 2 * zero - 1);
            if (bits == 8)
                target[i] = (byte)level;
            else
                target[i / 2] |= (byte)(level << (4 * (i % 2)));
        }
    }
}
