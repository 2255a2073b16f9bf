using Hunyuan3D.Inference.ShapeGen.IsoSurface;
using Xunit;

namespace Hunyuan3D.Tests.Inference.ShapeGen;

public sealed class CubeConnectivityTests
{
    [Fact]
    public void ConnectInterior_RandomCells_AgreesWithFloodFillOfTheTrilinearFunction()
    {
        // Connections thinner than the fill's spacing are missed by the fill, never invented by it: so where the fill connects, the
        // test must, and the rest must be rare.
        var random = new Random(7);
        int connectedOnlyByTest = 0, cells = 0;
        Span<double> values = stackalloc double[8];
        for (var round = 0; round < 600; round++)
        {
            var inside = 0;
            for (var corner = 0; corner < 8; corner++)
            {
                // Signs mostly of the ambiguous kind: alternating with a few flips.
                var sign = (System.Numerics.BitOperations.PopCount((uint)corner) & 1) == 0 ^ random.Next(4) == 0 ? 1 : -1;
                values[corner] = sign * (0.02 + random.NextDouble());
                if (values[corner] > 0)
                    inside |= 1 << corner;
            }

            var connectivity = Connect(values, inside);
            var fill = new CellFloodFill(values, stepsPerEdge: 20);
            cells++;
            var differs = false;
            for (var a = 0; a < 8; a++)
            {
                for (var b = 0; b < a; b++)
                {
                    if (((inside >> a) & 1) != ((inside >> b) & 1))
                        continue;
                    var tested = connectivity.Find(a) == connectivity.Find(b);
                    Assert.True(tested || !fill.Connected(a, b), $"corners {a} and {b} of [{string.Join(", ", values.ToArray())}] are connected");
                    differs |= tested != fill.Connected(a, b);
                }
            }

            connectedOnlyByTest += differs ? 1 : 0;
        }

        Assert.InRange(connectedOnlyByTest, 0, cells / 50);
    }

    private static CubeConnectivity Connect(ReadOnlySpan<double> values, int inside)
    {
        var ambiguous = CubeContours.AmbiguousFaces(inside);
        var connectivity = new CubeConnectivity(values, inside);
        connectivity.ConnectBoundary(ambiguous, CubeConnectivity.JoinedFaces(values, inside, ambiguous));
        connectivity.ConnectInterior();
        return connectivity;
    }
}
