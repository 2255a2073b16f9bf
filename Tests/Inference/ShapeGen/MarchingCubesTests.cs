using System.Numerics;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.ShapeGen;
using Hunyuan3D.Tests.Inference.Geometry;
using Xunit;

namespace Hunyuan3D.Tests.Inference.ShapeGen;

public sealed class MarchingCubesTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 3)]
    [InlineData(3, 9)]
    public void Extract_RandomSolidInsideTheGrid_IsClosedManifoldAndFacesOutward(int seed, int levels)
    {
        // Few levels make many values equal to the level of the surface, and many faces with equal products.
        var mesh = MarchingCubes.Extract(RandomGrid(24, seed, levels, border: -1), 0f, CancellationToken.None);
        var report = MeshInvariants.Check(mesh);
        Assert.True(report.IsSound, report.ToString());
        Assert.True(report.SignedVolume > 0);
    }

    [Theory]
    [InlineData(2, 0, 0.0, 1.0)]
    [InlineData(4, 0, 0.02, 1.0)]
    [InlineData(17, 2, 0.0, 1.0)]
    [InlineData(33, 0, 0.02, 0.3)]
    [InlineData(64, 0, 0.002, 0.05)]
    [InlineData(65, 0, 0.0, 0.05)]
    [InlineData(66, 4, 0.001, 0.05)]
    public void Extract_RandomGridWithGaps_IsTheMeshOfThePlainWay(int points, int levels, double gaps, double noisy)
    {
        var grid = RandomGrid(points, seed: points, levels);
        var random = new Random(points);
        for (var p = 0; p < grid.Values.Length; p++)
            grid.Values[p] = random.NextDouble() < gaps ? float.NaN : IsNoisy(p) ? grid.Values[p] : -1;

        var expected = PlainMarchingCubes.Extract(grid, 0.01f);
        var actual = MarchingCubes.Extract(grid, 0.01f, CancellationToken.None);

        // The two number their vertices differently; every vertex has its own position.
        Assert.Equal((expected.VertexCount, expected.FaceCount), (actual.VertexCount, actual.FaceCount));
        Assert.Equal(Faces(expected), Faces(actual));
        Assert.Equal(actual.VertexCount, actual.Indices.Distinct().Count());

        // Noise in some blocks of 4^3 points keeps the plain way fast.
        bool IsNoisy(int p) => new Random(p / (points * points) / 4 * 1009 + p / points % points / 4 * 31 + p % points / 4).NextDouble() < noisy;
    }

    [Fact]
    public void Extract_Sphere_HasItsVolumeAndArea()
    {
        // Centre and radius follow upstream's scaling by octree + 1 instead of octree.
        const int Octree = 64;
        const double Radius = 0.8 * Octree / (Octree + 1);
        var report = MeshInvariants.Check(SampleMeshes.Sphere(Octree, 0.8f));
        Assert.Equal(0, report.Genus);

        // A mesh inside the sphere; its error falls with the square of the cell, (2.02 / 64)^2 = 1e-3.
        Assert.InRange(report.SignedVolume / (4 * Math.PI / 3 * Math.Pow(Radius, 3)), 0.998, 1);
        Assert.InRange(report.Area / (4 * Math.PI * Radius * Radius), 0.998, 1);
    }

    [Theory]
    [InlineData(-1f)]
    [InlineData(1f)]
    [InlineData(float.NaN)]
    public void Extract_NoCrossing_SaysSo(float value)
    {
        var values = new float[125];
        Array.Fill(values, value);
        Assert.Throws<NoSurfaceException>(() => MarchingCubes.Extract(new VoxelGrid(5, 4, values), 0f, CancellationToken.None));
    }

    [Fact]
    public void Extract_WrongNumberOfValues_SaysSo() =>
        Assert.Throws<ArgumentException>(() => MarchingCubes.Extract(new VoxelGrid(5, 4, new float[124]), 0f, CancellationToken.None));

    [Fact]
    public void Extract_Cancelled_Throws() =>
        Assert.ThrowsAny<OperationCanceledException>(() => MarchingCubes.Extract(RandomGrid(9, 1, 0), 0f, new CancellationToken(canceled: true)));

    // A face as its corner positions from the lowest on.
    private static (Vector3 A, Vector3 B, Vector3 C)[] Faces(TriangleMesh mesh) =>
    [
        .. mesh.Indices.Chunk(3).Select(face =>
        {
            var corners = face.Select(index => mesh.Positions[index]).ToArray();
            var first = Array.IndexOf(corners, corners.MinBy(p => (p.X, p.Y, p.Z)));
            return (corners[first], corners[(first + 1) % 3], corners[(first + 2) % 3]);
        }).OrderBy(face => (face.Item1.X, face.Item1.Y, face.Item1.Z)).ThenBy(face => (face.Item2.X, face.Item2.Y, face.Item2.Z)).ThenBy(face => (face.Item3.X, face.Item3.Y, face.Item3.Z)),
    ];

    internal static VoxelGrid RandomGrid(int points, int seed, int levels, float? border = null)
    {
        var random = new Random(seed);
        var values = new float[points * points * points];
        for (var p = 0; p < values.Length; p++)
        {
            int i = p / (points * points), j = p / points % points, k = p % points;
            var atBorder = Math.Min(i, Math.Min(j, k)) == 0 || Math.Max(i, Math.Max(j, k)) == points - 1;
            var value = levels == 0 ? random.NextSingle() * 2 - 1 : random.Next(-levels, levels + 1);
            values[p] = atBorder ? border ?? value : value;
        }

        return new VoxelGrid(points, points - 1, values);
    }
}
