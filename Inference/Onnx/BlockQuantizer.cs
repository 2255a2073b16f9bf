using System.Numerics.Tensors;
using Hunyuan3D.Inference.Checkpoints;

namespace Hunyuan3D.Inference.Onnx;

/// <summary>
/// Symmetric quantisation of a weight matrix in blocks along the inputs, in the layout of ONNX Runtime's MatMulNBits
/// (docs/ContribOperators.md): unsigned with the zero point 2^(bits-1), low nibble first.
/// </summary>
internal static class BlockQuantizer
{
    /// <summary>Weights that share a scale.</summary>
    public const int BlockSize = 32;

    /// <summary>Small or oddly sized matrices are not worth a quantised kernel and stay as they are.</summary>
    public static bool Suits(LinearWeights weights) => weights.Inputs % BlockSize == 0 && weights.Outputs >= 16;

    /// <returns>[outputs, inputs / 32, 32 * bits / 8] u8 and [outputs, inputs / 32] f32.</returns>
    public static (byte[] Packed, float[] Scales) Quantize(LinearWeights weights, int bits)
    {
        var blocks = weights.Inputs / BlockSize;
        var packed = new byte[(long)weights.Weight.Length * bits / 8];
        var scales = new float[weights.Outputs * blocks];
        var zero = 1 << (bits - 1);
        Parallel.For(0, scales.Length, block =>
        {
            var values = weights.Weight.AsSpan(block * BlockSize, BlockSize);
            // The value of the largest magnitude, with its sign, becomes -2^(bits-1): the negative side has one level more.
            var extreme = TensorPrimitives.MaxMagnitude(values);
            var scale = extreme / -zero;
            scales[block] = scale;
            var target = packed.AsSpan(block * BlockSize * bits / 8, BlockSize * bits / 8);
            for (var i = 0; i < BlockSize; i++)
            {
                var level = scale == 0 ? zero : Math.Clamp((int)MathF.Round(values[i] / scale) + zero, 0, 2 * zero - 1);
                if (bits == 8)
                    target[i] = (byte)level;
                else
                    target[i / 2] |= (byte)(level << (4 * (i % 2)));
            }
        });
        return (packed, scales);
    }
}
