using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.Onnx;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Onnx;

/// <summary>The kernels of quantisation against plain loops, value by value.</summary>
public sealed class QuantizerTests
{
    [Theory]
    [InlineData(16, 16)]
    [InlineData(70, 1000)]
    [InlineData(129, 51)]
    public void ColumnQuantizer_EveryLevelAndScale_IsThatOfThePlainLoop(int outputs, int inputs)
    {
        var weight = Values(outputs * inputs);
        Array.Clear(weight, 3 * inputs, inputs);
        var packed = new byte[outputs * inputs];

        var scales = ColumnQuantizer.Quantize(LinearWeights.Of(outputs, inputs, weight, null), packed);

        for (var output = 0; output < outputs; output++)
        {
            var row = weight.AsSpan(output * inputs, inputs).ToArray();
            var scale = row.Max(Math.Abs) / 127;
            Assert.Equal(scale, scales[output]);
            for (var input = 0; input < inputs; input++)
                Assert.Equal(Math.Clamp(MathF.Round(row[input] * (scale == 0 ? 0 : 1 / scale)), -127, 127), (sbyte)packed[input * outputs + output]);
        }
    }

    [Theory]
    [InlineData(8, 32, 64)]
    [InlineData(8, 32, 51)]
    [InlineData(4, 64, 128)]
    [InlineData(4, 64, 100)]
    [InlineData(4, 16, 3000)]
    public void BlockQuantizer_EveryLevel_IsTheNearestOnItsBlocksScale(int bits, int size, int inputs)
    {
        const int Outputs = 40;
        var weight = Values(Outputs * inputs);
        Array.Clear(weight, 0, inputs);
        var (blocks, bytes, zero) = (BlockQuantizer.Blocks(inputs, size), size * bits / 8, 1 << (bits - 1));
        var scales = new float[Outputs * blocks];
        var packed = new byte[Outputs * blocks * bytes];

        LinearWeights.Of(Outputs, inputs, weight, null).Encode(
            blocks * bytes, BlockQuantizer.Encoder(inputs, bits, size, scales), (start, part) => part.CopyTo(packed.AsSpan(start * blocks * bytes)));

        for (var index = 0; index < Outputs * blocks * size; index++)
        {
            var (row, input) = (index / (blocks * size), index % (blocks * size));
            var value = input < inputs ? weight[row * inputs + input] : 0;
            var scale = scales[index / size];
            var level = bits == 8 ? packed[index] : packed[index / 2] >> (4 * (index % 2)) & 15;
            Assert.Equal(scale == 0 ? zero : Math.Clamp((int)MathF.Round(value / scale) + zero, 0, 2 * zero - 1), level);
        }

        Assert.Equal(0, scales[0]);
        Assert.Contains(scales, scale => scale < 0);
    }

    [Theory]
    [InlineData(0, -128, 127)]
    [InlineData(128, 0, 255)]
    [InlineData(8, 0, 15)]
    public void LevelRounding_Halves_GoToEvenAndBoundsHold(int zero, int lowest, int highest)
    {
        float[] values = [.. Enumerable.Range(-600, 1201).Select(i => i / 2f), 1e6f, -1e6f, 0.49999997f];
        var levels = new byte[values.Length];

        LevelRounding.Round(values, zero, lowest, highest, levels);

        Assert.Equal(values.Select(value => (byte)Math.Clamp((int)MathF.Round(value) + zero, lowest, highest)), levels);
    }

    private static float[] Values(int count)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() - 0.5f) * 8)];
    }
}
