using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Tests.Golden;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Imaging;

public sealed class CannyEdgeDetectorTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Detect_RecordedPicture_EqualsOpenCv(int index)
    {
        using var golden = GoldenSet.Expected("paint", "image");
        var (height, width) = ((int)golden.Entry($"canny{index}.in_u8").Shape[0], (int)golden.Entry($"canny{index}.in_u8").Shape[1]);

        var edges = CannyEdgeDetector.Detect(golden.ReadAs<byte>($"canny{index}.in_u8"), width, height, 30, 80);

        Assert.Equal(golden.ReadAs<byte>($"canny{index}.out_u8"), edges);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 3, 200)]
    [InlineData(3, 130, 2)]
    [InlineData(4, 257, 141)] // several strips of rows, and rows that end within a vector
    public void Detect_RandomSteps_EqualsThePlainFormula(int seed, int width, int height)
    {
        // Blurred steps: ridges of every direction and strength, and chains of weak ones.
        var random = new Random(seed);
        var grey = new byte[width * height];
        for (var i = 0; i < grey.Length; i++)
            grey[i] = (byte)((((i % width / 9 * 31) + (i / width / 7 * 17) + ((i % width) + (i / width)) / 11 * 23) % 90) + random.Next(14));

        Assert.Equal(Plain(grey, width, height, 30, 80), CannyEdgeDetector.Detect(grey, width, height, 30, 80));
    }

    private static byte[] Plain(byte[] grey, int width, int height, int low, int high)
    {
        var (edges, weak, waiting) = (new byte[grey.Length], new bool[grey.Length], new Stack<int>());
        for (var i = 0; i < grey.Length; i++)
        {
            var (x, y) = (i % width, i / width);
            if (Magnitude(x, y) <= low || !Ridge(x, y))
                continue;
            weak[i] = true;
            if (Magnitude(x, y) > high)
                waiting.Push(i);
        }

        while (waiting.TryPop(out var i))
        {
            if (edges[i] != 0)
                continue;
            edges[i] = 255;
            foreach (var (dx, dy) in from dy in Enumerable.Range(-1, 3) from dx in Enumerable.Range(-1, 3) select (dx, dy))
            {
                var (x, y) = ((i % width) + dx, (i / width) + dy);
                if (x >= 0 && y >= 0 && x < width && y < height && weak[(y * width) + x])
                    waiting.Push((y * width) + x);
            }
        }

        return edges;

        int At(int x, int y) => grey[(Math.Clamp(y, 0, height - 1) * width) + Math.Clamp(x, 0, width - 1)];

        int Gx(int x, int y) => At(x + 1, y - 1) - At(x - 1, y - 1) + (2 * (At(x + 1, y) - At(x - 1, y))) + At(x + 1, y + 1) - At(x - 1, y + 1);

        int Gy(int x, int y) => At(x - 1, y + 1) - At(x - 1, y - 1) + (2 * (At(x, y + 1) - At(x, y - 1))) + At(x + 1, y + 1) - At(x + 1, y - 1);

        int Magnitude(int x, int y) => x < 0 || y < 0 || x >= width || y >= height ? 0 : Math.Abs(Gx(x, y)) + Math.Abs(Gy(x, y));

        bool Ridge(int x, int y)
        {
            var (gx, gy, m) = (Gx(x, y), Gy(x, y), Magnitude(x, y));
            var (steep, flat) = ((long)Math.Abs(gy) << 15, Math.Abs(gx) * 13573L);
            if (steep < flat)
                return m > Magnitude(x - 1, y) && m >= Magnitude(x + 1, y);
            if (steep > flat + ((long)Math.Abs(gx) << 16))
                return m > Magnitude(x, y - 1) && m >= Magnitude(x, y + 1);
            var side = (gx ^ gy) < 0 ? -1 : 1;
            return m > Magnitude(x - side, y - 1) && m > Magnitude(x + side, y + 1);
        }
    }
}
