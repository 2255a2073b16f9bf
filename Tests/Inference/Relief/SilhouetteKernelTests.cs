using Hunyuan3D.Inference.ShapeGen.Relief;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Relief;

public sealed class SilhouetteKernelTests
{
    private const int Size = 64;

    [Theory]
    [InlineData(20.0, 32.0, 32.0)]
    [InlineData(9.3, 30.7, 40.1)]
    public void DistanceToSilhouette_Disc_IsTheDistanceToItsCircle(double radius, double centerX, double centerY)
    {
        double Exact(double x, double y) => radius - Math.Sqrt((x - centerX) * (x - centerX) + (y - centerY) * (y - centerY));
        var coverage = Coverage((x, y) => Exact(x, y) > 0);

        var distance = DistanceToSilhouette.Compute(coverage, Size);

        for (var i = 0; i < distance.Length; i++)
            AssertDistance(Exact(i % Size + 0.5, i / Size + 0.5), distance[i]);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.05)]
    public void DistanceToSilhouette_SlantedEdge_HasNoStairs(double slope)
    {
        var coverage = Coverage((x, y) => y < 20.2 + slope * x);

        var distance = DistanceToSilhouette.Compute(coverage, Size);

        for (var y = 10; y < 50; y++)
        {
            for (var x = 10; x < 54; x++)
                AssertDistance((20.2 + slope * (x + 0.5) - (y + 0.5)) / Math.Sqrt(1 + slope * slope), distance[y * Size + x]);
        }
    }

    [Fact]
    public void DistanceToSilhouette_AnyMask_FindsTheNearestSeedThatThereIs()
    {
        var random = new Random(7);
        var coverage = GridBlur.Gaussian([.. Enumerable.Range(0, Size * Size).Select(_ => (float)random.NextDouble())], Size, 2);
        for (var i = 0; i < coverage.Length; i++) coverage[i] = coverage[i] > 0.5f ? 1 : 0;

        var distance = DistanceToSilhouette.Compute(coverage, Size);

        // With coverage of 0 and 1 only, the contour runs between cells: half a cell from both of a pair, up to a quarter cell more where it is slanted.
        for (var i = 0; i < distance.Length; i += 7)
        {
            var nearest = double.MaxValue;
            for (var j = 0; j < coverage.Length; j++)
            {
                if (coverage[j] != coverage[i]) nearest = Math.Min(nearest, Math.Sqrt(Math.Pow(i % Size - j % Size, 2) + Math.Pow(i / Size - j / Size, 2)));
            }

            Assert.Equal(coverage[i] > 0.5f, distance[i] > 0);
            Assert.Equal(nearest - 0.5, Math.Abs(distance[i]), 0.75);
        }
    }

    [Fact]
    public void PoissonSolver_AnyRegion_EqualsPlainRelaxation()
    {
        var random = new Random(3);
        var noise = GridBlur.Gaussian([.. Enumerable.Range(0, Size * Size).Select(_ => (float)random.NextDouble() - 0.5f)], Size, 3);
        var inside = Array.ConvertAll(noise, value => value > -0.01f);

        var solver = new PoissonSolver(inside, Size);
        var fast = solver.Solve(cycles: 12);

        var slow = new double[Size * Size];
        for (var sweep = 0; sweep < 6000; sweep++)
        {
            for (var y = 1; y < Size - 1; y++)
            {
                for (var x = 1; x < Size - 1; x++)
                {
                    var i = y * Size + x;
                    if (inside[i]) slow[i] = 0.25 * (slow[i - 1] + slow[i + 1] + slow[i - Size] + slow[i + Size] + 1);
                }
            }
        }

        var largest = slow.Max();
        for (var i = 0; i < slow.Length; i++) Assert.Equal(slow[i], fast[i], 1e-3 * largest);
        Assert.True(solver.Residual() < 0.01f, $"residual {solver.Residual()}");
    }

    [Fact]
    public void PoissonSolver_DefaultCycles_AreWithinHalfAPercent()
    {
        var inside = Array.ConvertAll(Coverage((x, y) => (x - 32) * (x - 32) + (y - 30) * (y - 30) < 28 * 28), c => c > 0.5f);

        var u = new PoissonSolver(inside, Size).Solve();
        var exact = new PoissonSolver(inside, Size).Solve(cycles: 40);

        var largest = exact.Max();
        for (var i = 0; i < u.Length; i++) Assert.Equal(exact[i], u[i], 0.005 * largest);
    }

    [Theory]
    [InlineData(2.0f)]
    [InlineData(4.0f)]
    public void GridBlur_Impulse_IsAGaussianOfThatWidth(float sigma)
    {
        var grid = new float[Size * Size];
        grid[30 * Size + 34] = 1;

        var blurred = GridBlur.Gaussian(grid, Size, sigma);

        double sum = 0, variance = 0;
        for (var i = 0; i < blurred.Length; i++)
        {
            sum += blurred[i];
            variance += blurred[i] * Math.Pow(i % Size - 34, 2);
            Assert.True(blurred[i] >= -1e-7f);
        }

        Assert.Equal(1, sum, 1e-4);
        Assert.Equal(sigma, Math.Sqrt(variance), 0.2); // boxes are a whole number of cells wide
        Assert.Equal(blurred[30 * Size + 37], blurred[33 * Size + 34], 1e-6f);
    }

    [Fact]
    public void SideSpine_PartBesideTheBody_StaysInTheBody()
    {
        // Two bulges joined by a thin neck; beside the neck stands a blob thicker than it.
        bool Inside(double x, double y) =>
            Math.Pow(x - 24, 2) + Math.Pow(y - 14, 2) < 100 || Math.Pow(x - 24, 2) + Math.Pow(y - 50, 2) < 100 ||
            (Math.Abs(x - 24) < 2 && y > 14 && y < 50) || Math.Pow(x - 52, 2) + Math.Pow(y - 32, 2) < 36;
        var coverage = Coverage(Inside);
        var profile = SilhouetteProfile.Of(coverage, coverage, Size);

        var spine = SideSpine.Find(profile.U, profile.Distance, Size);

        for (var y = 8; y < 56; y++) Assert.InRange(spine[y], 20, 27);
    }

    // Coverage places the contour within a cell to about a tenth of a cell. Far away the nearest cell of the contour is not always the one with the nearest point,
    // and nothing there needs more.
    private static void AssertDistance(double expected, double actual) => Assert.Equal(expected, actual, Math.Abs(expected) < 4 ? 0.2 : 0.6);

    // [Size, Size] by 8 x 8 samples a cell.
    private static float[] Coverage(Func<double, double, bool> inside)
    {
        var coverage = new float[Size * Size];
        for (var i = 0; i < coverage.Length; i++)
        {
            for (var s = 0; s < 64; s++)
            {
                if (inside(i % Size + (s % 8 + 0.5) / 8, i / Size + (s / 8 + 0.5) / 8)) coverage[i] += 1 / 64f;
            }
        }

        return coverage;
    }
}
