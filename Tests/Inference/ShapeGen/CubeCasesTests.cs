using Hunyuan3D.Inference.ShapeGen.IsoSurface;
using Xunit;

namespace Hunyuan3D.Tests.Inference.ShapeGen;

public sealed class CubeCasesTests
{
    [Fact]
    public void Resolve_AllSignPatternsWithManyValues_FillsTheContoursAndNothingElse()
    {
        var random = new Random(1);
        Span<double> values = stackalloc double[CubeCell.Corners];
        var tunnels = 0;
        for (var round = 0; round < 256 * 80; round++)
        {
            var inside = round & 255;
            for (var corner = 0; corner < CubeCell.Corners; corner++)
                values[corner] = (0.01 + random.NextDouble()) * (((inside >> corner) & 1) != 0 ? 1 : -1);

            var loops = CubeContours.Trace(inside, CubeConnectivity.JoinedFaces(values, inside, CubeContours.AmbiguousFaces(inside)));
            var contour = loops.SelectMany(loop => loop.Select((edge, i) => (edge, loop[(i + 1) % loop.Length]))).ToHashSet();
            var tiling = CubeCases.Resolve(inside, values);
            tunnels += tiling.FaceCount > loops.Sum(loop => loop.Length >= 8 ? loop.Length : loop.Length - 2) ? 1 : 0;

            var sides = tiling.Triangles.Select((from, i) => (From: (int)from, To: (int)tiling.Triangles[i % 3 == 2 ? i - 2 : i + 1])).ToArray();
            Assert.Equal(sides.Length, sides.Distinct().Count());
            var open = sides.Where(side => !sides.Contains((side.To, side.From))).ToHashSet();
            Assert.True(contour.SetEquals(open), $"case {inside}: the outline is not the contour");
            Assert.DoesNotContain(sides, side => !open.Contains(side) && side.From < CubeCell.Edges && side.To < CubeCell.Edges && CubeCell.ShareFace(side.From, side.To));
            if (CubeCases.Find(inside) is { } simple)
                Assert.Same(simple, tiling);
        }

        // Seeded: some cells do open a tunnel, so that tilings with one are among those checked.
        Assert.InRange(tunnels, 20, 256 * 8);
    }

    [Fact]
    public void Trace_OneCornerInside_FacesOutward()
    {
        // Corner 0 inside: the triangle on the edges along x, y, z seen from outside runs x, y, z.
        var loop = Assert.Single(CubeContours.Trace(inside: 1, joined: 0));
        Assert.Equal([0, 4, 8], loop);
    }
}
