using System.Numerics;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.Geometry.Metrics;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Geometry;

public sealed class MeshMetricsTests
{
    [Fact]
    public void Distance_SameSurfaceDividedFurther_IsZero()
    {
        var mesh = SampleMeshes.Torus(40, 20);
        var divided = Divided(mesh);
        Assert.InRange(MeshMetrics.Distance(mesh, divided, samples: 20_000).Max, 0, 1e-6);
    }

    [Fact]
    public void Distance_ConcentricSpheres_IsTheDifferenceOfTheRadii()
    {
        var distance = MeshMetrics.Distance(SampleMeshes.Sphere(64, 0.8f), SampleMeshes.Sphere(64, 0.7f), samples: 20_000);
        const double Expected = 0.1 * 64 / 65;

        // Facets lie up to an eighth of (cell size)^2 / radius, 2e-4, below the sphere.
        Assert.Equal(Expected, distance.Mean, 4e-4);
        Assert.Equal(Expected, distance.Rms, 4e-4);
        Assert.InRange(distance.Max, Expected, Expected + 1e-3);
    }

    [Fact]
    public void Distance_SameSeed_IsTheSameNumber()
    {
        TriangleMesh torus = SampleMeshes.Torus(40, 20), sphere = SampleMeshes.Sphere(24);
        Assert.Equal(MeshMetrics.Distance(torus, sphere, 5000, seed: 9), MeshMetrics.Distance(torus, sphere, 5000, seed: 9));
        Assert.NotEqual(MeshMetrics.Distance(torus, sphere, 5000, seed: 9), MeshMetrics.Distance(torus, sphere, 5000, seed: 8));
    }

    [Fact]
    public void DistanceSquared_RandomPoints_IsTheLeastOverAllTriangles()
    {
        var random = new Random(2);
        Vector3 Point() => new(random.NextSingle() * 4 - 2, random.NextSingle() * 4 - 2, random.NextSingle() * 4 - 2);
        var mesh = new TriangleMesh([.. Enumerable.Range(0, 60).Select(_ => Point())], [.. Enumerable.Range(0, 3 * 150).Select(_ => random.Next(60))]);
        var tree = new TriangleTree(mesh);
        for (var round = 0; round < 500; round++)
        {
            var point = Point();
            var expected = mesh.Indices.Chunk(3).Min(face => PointTriangle.DistanceSquared(point, mesh.Positions[face[0]], mesh.Positions[face[1]], mesh.Positions[face[2]]));
            Assert.Equal(expected, tree.DistanceSquared(point));
        }
    }

    [Fact]
    public void DistanceSquared_RandomTriangles_IsTheLeastOverManyOfTheirPoints()
    {
        const int Steps = 60;
        var random = new Random(4);
        Vector3 Point() => new(random.NextSingle(), random.NextSingle(), random.NextSingle());
        for (var round = 0; round < 60; round++)
        {
            Vector3 point = Point() * 2, a = Point(), b = Point(), c = Point();
            var least = float.PositiveInfinity;
            for (var u = 0; u <= Steps; u++)
            {
                for (var v = 0; u + v <= Steps; v++)
                    least = MathF.Min(least, Vector3.Distance(point, (a * u + b * v + c * (Steps - u - v)) / Steps));
            }

            // The grid's points are at most a step of 1/60 of an edge (1.8 at most) from the nearest one.
            Assert.InRange(MathF.Sqrt(PointTriangle.DistanceSquared(point, a, b, c)), least - 0.03f, least + 1e-5f);
        }
    }

    [Fact]
    public void VolumeIoU_SameMesh_IsOne()
    {
        var torus = SampleMeshes.Torus(60, 30);
        Assert.Equal(1, MeshMetrics.VolumeIoU(torus, torus), 1e-12);
    }

    [Fact]
    public void VolumeIoU_BoxesHalfOverlapping_IsAThird()
    {
        // On rays along X the overlap is exact; the boxes share a corner region of half the volume along each axis in turn.
        foreach (var shift in (Vector3[])[Vector3.UnitX, Vector3.UnitY, Vector3.UnitZ])
            Assert.Equal(1.0 / 3, MeshMetrics.VolumeIoU(Box(Vector3.Zero), Box(shift / 2)), 3e-3);
    }

    [Fact]
    public void VolumeIoU_SphereInSphere_IsTheRatioOfVolumes()
    {
        TriangleMesh inner = SampleMeshes.Sphere(48, 0.5f), outer = SampleMeshes.Sphere(48, 0.8f);
        var expected = MeshInvariants.Check(inner).SignedVolume / MeshInvariants.Check(outer).SignedVolume;
        Assert.Equal(expected, MeshMetrics.VolumeIoU(inner, outer, raysPerAxis: 300), 1e-3);
    }

    [Fact]
    public void VolumeIoU_ApartOrEmpty_IsZero()
    {
        Assert.Equal(0, MeshMetrics.VolumeIoU(SampleMeshes.Tetrahedron(), SampleMeshes.Tetrahedron(3 * Vector3.One)));
        Assert.Equal(0, MeshMetrics.VolumeIoU(new TriangleMesh([], []), new TriangleMesh([], [])));
    }

    [Fact]
    public void Distance_MeshWithoutArea_SaysSo() =>
        Assert.Throws<ArgumentException>(() => MeshMetrics.Distance(new TriangleMesh([Vector3.Zero], [0, 0, 0]), SampleMeshes.Tetrahedron(), samples: 10));

    private static TriangleMesh Box(Vector3 low)
    {
        var positions = Enumerable.Range(0, 8).Select(corner => low + new Vector3(corner >> 2, (corner >> 1) & 1, corner & 1)).ToArray();
        int[][] quads = [[0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [2, 3, 7, 6], [0, 2, 6, 4], [1, 5, 7, 3]];
        return new TriangleMesh(positions, [.. quads.SelectMany(q => new[] { q[0], q[1], q[2], q[0], q[2], q[3] })]);
    }

    private static TriangleMesh Divided(TriangleMesh mesh)
    {
        var positions = new List<Vector3>(mesh.Positions);
        var indices = new List<int>();
        foreach (var face in mesh.Indices.Chunk(3))
        {
            positions.Add((mesh.Positions[face[0]] + mesh.Positions[face[1]] + mesh.Positions[face[2]]) / 3);
            for (var corner = 0; corner < 3; corner++)
                indices.AddRange([face[corner], face[(corner + 1) % 3], positions.Count - 1]);
        }

        return new TriangleMesh([.. positions], [.. indices]);
    }
}
