using System.Numerics;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.ShapeGen;
using Hunyuan3D.Inference.ShapeGen.IsoSurface;
using Hunyuan3D.Tests.Golden;
using Xunit;

namespace Hunyuan3D.Tests.Inference.ShapeGen;

/// <summary>Marching cubes against the meshes that scikit-image made of the same grids.</summary>
public sealed class MarchingCubesGoldenTests
{
    // The recorded tolerance; crossings at a grid point are moved by 2^-14 of a cell, here at most 7.3e-6.
    private const float PositionTolerance = 1e-5f;

    [Theory]
    [InlineData("marching-cubes", "smooth", 19, 0f)]
    [InlineData("marching-cubes", "smooth_level", 19, 0.17f)]
    [InlineData("marching-cubes", "lattice_sphere", 16, 0f)]
    [InlineData("marching-cubes", "nan_shell", 16, 0f)]
    [InlineData("marching-cubes", "blobs", 25, 0f)]
    [InlineData("v2-0", "vanilla", 30, 0f)]
    [InlineData("v2-0", "hier", 28, 0f)]
    [InlineData("v2-mini", "vanilla", 22, 0f)]
    [InlineData("v2-mini", "hier", 33, 0f)]
    [InlineData("v2-0-fast", "vanilla", 18, 0f)]
    [InlineData("v2-0-turbo", "vanilla", 20, 0f)]
    [InlineData("v2-0-turbo", "flash_single", 30, 0f)]
    [InlineData("v2-0-turbo", "flash", 33, 0f)]
    [InlineData("v2-mini-turbo", "flash_merge", 32, 0f)]
    [InlineData("v2-mini-turbo", "flash_mean", 24, 0f)]
    [InlineData("v2-mv", "vanilla", 18, 0f)]
    public void Extract_RecordedGrid_HasTheVerticesAndTheFaceCountOfScikitImage(string set, string name, int octreeResolution, float level)
    {
        using var golden = GoldenSet.Expected("shape", set);
        var points = (int)golden.Entry($"{name}.grid").Shape[0];
        var mesh = MarchingCubes.Extract(new VoxelGrid(points, octreeResolution, golden.ReadSingles($"{name}.grid")), level, CancellationToken.None);
        var expected = RecordedMesh.Read(golden, name);

        Assert.Equal((expected.VertexCount, expected.FaceCount), (mesh.VertexCount, mesh.FaceCount));
        Assert.InRange(FarthestFromAny(mesh.Positions, expected.Positions), 0, PositionTolerance);
        Assert.InRange(FarthestFromAny(expected.Positions, mesh.Positions), 0, PositionTolerance);
    }

    [Fact]
    public void Extract_RecordedNoise_DiffersFromScikitImageOnlyInCellsWhoseTunnelItMisjudges()
    {
        // scikit-image looks at one slice of a cell to find a tunnel (Lewiner et al. 2003), which is known to be wrong at times
        // (Custodio, Etiene, Pesco, Silva 2013). A flood fill of the trilinear function tells who is right.
        using var golden = GoldenSet.Expected("shape", "marching-cubes");
        var values = golden.ReadSingles("noise.grid");
        const int Points = 11;
        var expected = FacesByCell(RecordedMesh.Read(golden, "noise"), Points);
        var actual = FacesByCell(MarchingCubes.Extract(new VoxelGrid(Points, Points - 1, values), 0f, CancellationToken.None), Points);
        var differing = actual.Select(faces => faces.Key).Union(expected.Select(faces => faces.Key)).Where(cell => actual[cell].Count() != expected[cell].Count()).ToArray();

        Assert.Equal(8, differing.Length);
        Span<double> corners = stackalloc double[CubeCell.Corners];
        foreach (var (i, j, k) in differing)
        {
            var inside = 0;
            for (var c = 0; c < CubeCell.Corners; c++)
            {
                corners[c] = values[((i + (c >> 2)) * Points + j + ((c >> 1) & 1)) * Points + k + (c & 1)];
                inside |= corners[c] > 0 ? 1 << c : 0;
            }

            // A cell without a tunnel has one piece of surface per loop, and one more region than pieces.
            var loops = CubeContours.Trace(inside, CubeConnectivity.JoinedFaces(corners, inside, CubeContours.AmbiguousFaces(inside))).Count;
            var regions = new CellFloodFill(corners, stepsPerEdge: 60).Regions;
            var ourTunnel = CubeCases.Resolve(inside, corners).FaceCount > expected[(i, j, k)].Count();
            Assert.Equal(ourTunnel ? loops : loops + 1, regions);
        }
    }

    private static ILookup<(int X, int Y, int Z), int> FacesByCell(TriangleMesh mesh, int points) => Enumerable.Range(0, mesh.FaceCount).ToLookup(face =>
    {
        var middle = (mesh.Positions[mesh.Indices[3 * face]] + mesh.Positions[mesh.Indices[3 * face + 1]] + mesh.Positions[mesh.Indices[3 * face + 2]]) / 3;
        var cell = (middle + new Vector3(1.01f)) / 2.02f * points;
        return ((int)cell.X, (int)cell.Y, (int)cell.Z);
    });

    private static float FarthestFromAny(Vector3[] points, Vector3[] others) => points.Max(p => others.Min(q => Vector3.Distance(p, q)));
}
