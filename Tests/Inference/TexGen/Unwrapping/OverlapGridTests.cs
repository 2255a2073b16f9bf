using Hunyuan3D.Inference.TexGen.Unwrapping;
using Xunit;

namespace Hunyuan3D.Tests.Inference.TexGen.Unwrapping;

public sealed class OverlapGridTests
{
    [Fact]
    public void TryAdd_RandomTriangles_AgreesWithEveryPairTested()
    {
        var random = new Random(11);
        var (x, y) = (new int[900], new int[900]);
        for (var v = 0; v < x.Length; v += 3)
        {
            var (left, bottom) = (random.Next(4000), random.Next(4000));
            for (var k = v; k < v + 3; k++)
                (x[k], y[k]) = (left + random.Next(400), bottom + random.Next(400));
        }

        var grid = new OverlapGrid(x, y, [.. Enumerable.Range(0, x.Length)]);
        var taken = new List<int>();
        for (var f = 0; f < x.Length / 3; f++)
        {
            var expected = Turn(f, 0, f, 1, f, 2) > 0 && taken.TrueForAll(other => Apart(f, other) || Apart(other, f));
            Assert.Equal(expected, grid.TryAdd(f));
            if (expected)
                taken.Add(f);
        }

        Assert.InRange(taken.Count, 50, 150);

        long Turn(int f, int a, int g, int b, int h, int c) =>
            ((long)x[3 * g + b] - x[3 * f + a]) * (y[3 * h + c] - y[3 * f + a]) - ((long)y[3 * g + b] - y[3 * f + a]) * (x[3 * h + c] - x[3 * f + a]);

        bool Apart(int f, int g) =>
            Enumerable.Range(0, 3).Any(k => Enumerable.Range(0, 3).All(c => Turn(f, k, f, (k + 1) % 3, g, c) <= 0));
    }

    [Fact]
    public void TryAdd_NeighboursOverAnEdge_TouchWithoutOverlap()
    {
        var grid = new OverlapGrid([0, 10, 10, 0], [0, 0, 10, 10], [0, 1, 2, 0, 2, 3, 1, 2, 3]);

        Assert.True(grid.TryAdd(0));
        Assert.True(grid.TryAdd(1));
        Assert.False(grid.TryAdd(2));
    }

    [Fact]
    public void TryAdd_TurnedOverOrEmpty_IsRefused()
    {
        var grid = new OverlapGrid([0, 10, 10, 5], [0, 0, 10, 0], [0, 2, 1, 0, 1, 3]);

        Assert.False(grid.TryAdd(0));
        Assert.False(grid.TryAdd(1));
    }
}
