using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.TexGen;
using Xunit;

namespace Hunyuan3D.Tests.Inference.TexGen;

public sealed class GutterFillerTests
{
    [Theory]
    [InlineData(1, 40, 30, 0.02)]
    [InlineData(2, 31, 37, 0.3)]
    [InlineData(3, 300, 6, 0.003)]
    [InlineData(4, 17, 17, 0.95)]
    [InlineData(5, 1, 9, 0.3)]
    public void Fill_RandomHoles_TakesANearestFilledTexel(int seed, int width, int height, double density)
    {
        var random = new Random(seed);
        var filled = Enumerable.Range(0, width * height).Select(_ => random.NextDouble() < density).ToArray();
        filled[random.Next(filled.Length)] = true;
        var texture = CoordinatesAsColours(width, height);

        GutterFiller.Fill(texture, filled);

        var sources = Enumerable.Range(0, filled.Length).Where(i => filled[i]).ToArray();
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var nearest = sources.Min(i => Squared(i % width - x, i / width - y));
                var (column, row) = (texture[x, y][0] + (texture[x, y][1] << 8), texture[x, y][2]);
                Assert.True(filled[(row * width) + column]);
                Assert.Equal(nearest, Squared(column - x, row - y));
                Assert.Equal(255, texture[x, y][3]);
            }
        }
    }

    [Fact]
    public void Fill_NothingFilled_LeavesThePicture()
    {
        var texture = CoordinatesAsColours(20, 10);
        var before = texture.Pixels.ToArray();

        GutterFiller.Fill(texture, new bool[200]);

        Assert.Equal(before, texture.Pixels);
    }

    private static int Squared(int x, int y) => (x * x) + (y * y);

    private static Picture CoordinatesAsColours(int width, int height)
    {
        var picture = new Picture(width, height);
        for (var i = 0; i < width * height; i++)
            ((byte[])[(byte)(i % width), (byte)(i % width >> 8), (byte)(i / width), 255]).CopyTo(picture[i % width, i / width]);
        return picture;
    }
}
