using System.Numerics;
using Hunyuan3D.Inference.ShapeGen.Refinement;
using Xunit;

namespace Hunyuan3D.Tests.Inference.ShapeGen.Refinement;

public sealed class LevelPointsTests
{
    [Theory]
    [InlineData(9, 16, false, 0f)]
    [InlineData(9, 17, true, 0f)]
    [InlineData(34, 67, true, 0f)]
    [InlineData(35, 68, false, 0.3f)]
    [InlineData(66, 131, true, 0f)]
    public void Around_RandomSparseGrid_IsThePlainRule(int coarsePoints, int resolution, bool isLast, float level)
    {
        var values = RandomValues(coarsePoints);
        var near = PlainRefinement.NearSurface(values, coarsePoints, level);
        if (level != 0)
            near = [.. near.Zip(PlainRefinement.NearSurface(values, coarsePoints, -level), (upstream, ours) => upstream | ours)];
        near = [.. near.Zip(values, (isNear, value) => isNear || MathF.Abs(value) < 0.95f)];
        var expected = PlainRefinement.Double(isLast ? near : PlainRefinement.Dilate(near, coarsePoints), coarsePoints, resolution + 1);
        for (var step = 0; step < (isLast ? 2 : 1); step++)
            expected = PlainRefinement.Dilate(expected, resolution + 1);

        var points = LevelPoints.Around(values, coarsePoints, resolution, level, isLast);

        var n = resolution + 1;
        Assert.Equal(expected, Enumerable.Range(0, n * n * n).Select(p => points.Contains(p / (n * n), p / n % n, p % n)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(100000)]
    public void ReadPositionsAndScatter_AnyChunks_CoverThePointsInLexicographicOrder(int chunk)
    {
        const int Resolution = 66;
        const int Points = Resolution + 1;
        var points = LevelPoints.Around(RandomValues(34), 34, Resolution, mcLevel: 0, isLast: true);
        var members = Enumerable.Range(0, Points * Points * Points).Where(p => points.Contains(p / (Points * Points), p / Points % Points, p % Points)).ToArray();
        var positions = new Vector3[points.Count];
        var grid = new float[Points * Points * Points];
        var numbers = Enumerable.Range(1, points.Count).Select(number => (float)number).ToArray();
        for (var start = 0; start < points.Count; start += chunk)
        {
            var length = Math.Min(chunk, points.Count - start);
            points.ReadPositions(start, positions.AsSpan(start, length));
            points.Scatter(start, numbers.AsSpan(start, length), grid);
        }

        var cell = (float)(2.02 / Resolution);
        Assert.Equal(members.Select(p => new Vector3(p / (Points * Points) * cell - 1.01f, p / Points % Points * cell - 1.01f, p % Points * cell - 1.01f)), positions);
        Assert.Equal(numbers, members.Select(p => grid[p]));
        Assert.Equal(members.Length, grid.Count(value => value != 0));
    }

    // Mostly not evaluated, with patches around a few random spots; some values exactly zero.
    private static float[] RandomValues(int n)
    {
        var random = new Random(n);
        var values = new float[n * n * n];
        Array.Fill(values, NearSurface.NotEvaluated);
        for (var spot = 0; spot < 12; spot++)
        {
            int i = random.Next(n), j = random.Next(n), k = random.Next(n);
            for (var p = 0; p < values.Length; p++)
            {
                if (Math.Abs(p / (n * n) - i) < 4 && Math.Abs(p / n % n - j) < 4 && Math.Abs(p % n - k) < 4)
                    values[p] = random.Next(8) == 0 ? 0 : (random.NextSingle() - (p % n < k ? 0.1f : 0.9f)) * 20;
            }
        }

        return values;
    }
}
