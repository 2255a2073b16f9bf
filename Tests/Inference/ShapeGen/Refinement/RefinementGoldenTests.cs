using Hunyuan3D.Inference.ShapeGen.Refinement;
using Hunyuan3D.Tests.Golden;
using Xunit;

namespace Hunyuan3D.Tests.Inference.ShapeGen.Refinement;

/// <summary>Refinement masks against those that the official code made from the recorded coarse logits.</summary>
public sealed class RefinementGoldenTests
{
    [Theory]
    [InlineData("v2-0", "hier", 28, 7)]
    [InlineData("v2-mini", "hier", 33, 16)]
    [InlineData("v2-0-turbo", "flash", 28, 7)]
    [InlineData("v2-mini-turbo", "flash_merge", 28, 7)]
    [InlineData("v2-mini-turbo", "flash_mean", 22, 11)]
    public void Around_RecordedCoarseLevel_EvaluatesTheRecordedPoints(string set, string volume, int resolution, int minResolution)
    {
        using var golden = GoldenSet.Expected("shape", set);
        var levels = OctreeLevels.Of(resolution, minResolution);
        for (var level = 0; level < levels.Length - 1; level++)
        {
            var logits = golden.ReadSingles($"{volume}.level{level}.logits");
            var isLast = level == levels.Length - 2;

            Assert.Equal(golden.ReadAs<byte>($"{volume}.level{level}.near_surface").Select(near => near != 0), Members(NearSurface.SignChanges(logits, levels[level] + 1, offset: 0)));

            var fine = golden.ReadSingles(isLast ? $"{volume}.grid" : $"{volume}.level{level + 1}.logits");
            var points = LevelPoints.Around(logits, levels[level] + 1, levels[level + 1], mcLevel: 0, isLast);
            var expected = fine.Select(value => !float.IsNaN(value) && value > NearSurface.NotEvaluated).ToArray();
            Assert.Equal(expected, Members(points));
            Assert.Equal(expected.Count(evaluated => evaluated), points.Count);
        }
    }

    [Theory]
    [InlineData(384, 63, new[] { 96, 192, 384 })]
    [InlineData(380, 63, new[] { 95, 190, 380 })]
    [InlineData(256, 63, new[] { 64, 128, 256 })]
    [InlineData(126, 63, new[] { 63, 126 })]
    [InlineData(62, 63, new[] { 62 })]
    public void Of_UpstreamsResolutions_GivesUpstreamsLevels(int octreeResolution, int minResolution, int[] expected) =>
        Assert.Equal(expected, OctreeLevels.Of(octreeResolution, minResolution));

    private static IEnumerable<bool> Members(BitGrid grid) => Points(grid.Points).Select(p => grid[p.I, p.J, p.K]);

    private static IEnumerable<bool> Members(LevelPoints points) => Points(points.PointsPerAxis).Select(p => points.Contains(p.I, p.J, p.K));

    private static IEnumerable<(int I, int J, int K)> Points(int n) => Enumerable.Range(0, n * n * n).Select(p => (p / (n * n), p / n % n, p % n));
}
