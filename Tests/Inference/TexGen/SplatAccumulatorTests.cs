using System.Numerics;
using Hunyuan3D.Inference.TexGen;
using Xunit;

namespace Hunyuan3D.Tests.Inference.TexGen;

public sealed class SplatAccumulatorTests
{
    [Theory]
    [InlineData(1, 100_000, 150)]
    [InlineData(2, 70_000, 33)]
    [InlineData(3, 10, 2)]
    [InlineData(4, 0, 64)]
    public void Accumulate_RandomSplats_EqualsAddingThemOneByOneBitForBit(int seed, int count, int size)
    {
        var random = new Random(seed);
        var splats = new Splat[count];
        for (var i = 0; i < count; i++)
            splats[i] = new Splat(random.NextSingle() * (size - 1), random.NextSingle() * (size - 1), (uint)random.Next(), random.NextSingle());
        if (count > 0)
            splats[0] = new Splat(size - 1, size - 1, 0xffffffff, 1); // the last texel: its corner is clamped inwards

        Assert.Equal(OneByOne(splats, size), new SplatAccumulator(size).Accumulate(splats, count).Texels);
    }

    [Fact]
    public void Accumulate_ASecondView_ForgetsTheFirst()
    {
        var accumulator = new SplatAccumulator(40);
        accumulator.Accumulate([new Splat(3, 4, 0x010203, 1), new Splat(33, 4, 0x010203, 1)], 2);

        var texels = accumulator.Accumulate([new Splat(20.5f, 20.5f, 0xffffff, 1)], 1).Texels;

        Assert.Equal(4, texels.Count(t => t == Vector4.One));
        Assert.Equal(40 * 40 - 4, texels.Count(t => t == Vector4.Zero));
    }

    private static Vector4[] OneByOne(Splat[] splats, int size)
    {
        var (texels, weights) = (new Vector4[size * size], new float[size * size]);
        foreach (var splat in splats)
        {
            var (row, column) = (Math.Min((int)splat.Row, size - 2), Math.Min((int)splat.Column, size - 2));
            var (h, w) = (splat.Row - row, splat.Column - column);
            var value = new Vector4((splat.Rgba & 255) / 255f, ((splat.Rgba >> 8) & 255) / 255f, ((splat.Rgba >> 16) & 255) / 255f, splat.Cosine);
            foreach (var (dy, dx, weight) in new[] { (0, 0, (1 - h) * (1 - w)), (0, 1, (1 - h) * w), (1, 0, h * (1 - w)), (1, 1, h * w) })
            {
                texels[((row + dy) * size) + column + dx] += value * weight;
                weights[((row + dy) * size) + column + dx] += weight;
            }
        }

        return [.. texels.Zip(weights, (t, w) => w > 0 ? t / w : t)];
    }
}
