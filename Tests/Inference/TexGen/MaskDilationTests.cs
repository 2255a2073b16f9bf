using Hunyuan3D.Inference.TexGen;
using Xunit;

namespace Hunyuan3D.Tests.Inference.TexGen;

public sealed class MaskDilationTests
{
    [Theory]
    [InlineData(40, 30, 0)]
    [InlineData(40, 30, 1)]
    [InlineData(200, 150, 8)]
    [InlineData(33, 130, 5)]
    [InlineData(9, 7, 12)]
    [InlineData(1, 1, 3)]
    public void Dilate_RandomMask_SetsEveryPixelWithinTheSquare(int width, int height, int radius)
    {
        var random = new Random(radius);
        var mask = Enumerable.Range(0, width * height).Select(_ => (byte)(random.NextDouble() < 0.01 ? 1 : 0)).ToArray();
        mask[random.Next(mask.Length)] = 1;
        var expected = new byte[mask.Length];
        for (var i = 0; i < mask.Length; i++)
        {
            for (var y = Math.Max(0, (i / width) - radius); mask[i] != 0 && y <= Math.Min(height - 1, (i / width) + radius); y++)
            {
                for (var x = Math.Max(0, (i % width) - radius); x <= Math.Min(width - 1, (i % width) + radius); x++)
                    expected[(y * width) + x] = 1;
            }
        }

        MaskDilation.Dilate(mask, width, height, radius);

        Assert.Equal(expected, mask);
    }
}
