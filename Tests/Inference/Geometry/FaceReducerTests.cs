using System.Numerics;
using Hunyuan3D.Inference.Geometry;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Geometry;

public sealed class FaceReducerTests
{
    private static TriangleMesh Reduce(TriangleMesh mesh, int maxFaces) => FaceReducer.Reduce(mesh, maxFaces, null, CancellationToken.None);

    [Theory]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(1_000_000)]
    public void Reduce_FewEnoughFaces_IsTheSameMesh(int maxFaces)
    {
        var mesh = FaceReducerMeshes.Box(1, Vector3.One);
        Assert.Same(mesh, Reduce(mesh, maxFaces));
    }

    [Theory]
    [InlineData(10_000, 10_000)]
    [InlineData(1_001, 1_000)]
    [InlineData(200, 200)]
    [InlineData(12, 12)]
    [InlineData(5, 4)]
    [InlineData(1, 4)]
    public void Reduce_Sphere_HitsTheCountAndStaysASphere(int maxFaces, int expected)
    {
        var result = Reduce(SampleMeshes.Sphere(64), maxFaces);
        var report = MeshInvariants.Check(result);
        Assert.True(report.IsSound, report.ToString());
        Assert.Equal((expected, 2, result.VertexCount), (report.Faces, report.EulerCharacteristic, report.Vertices));
        Assert.True(report.SignedVolume > 0);
    }

    [Fact]
    public void Reduce_Sphere_FacesLookOutward()
    {
        var result = Reduce(SampleMeshes.Sphere(64), 300);
        for (var i = 0; i < result.Indices.Length; i += 3)
        {
            Vector3 a = result.Positions[result.Indices[i]], b = result.Positions[result.Indices[i + 1]], c = result.Positions[result.Indices[i + 2]];
            Assert.True(Vector3.Dot(Vector3.Cross(b - a, c - a), a + b + c) > 0);
        }
    }

    [Theory]
    [InlineData(2_000)]
    [InlineData(100)]
    [InlineData(40)]
    public void Reduce_Torus_KeepsItsHole(int maxFaces)
    {
        var report = MeshInvariants.Check(Reduce(SampleMeshes.Torus(200, 60), maxFaces));
        Assert.True(report.IsSound, report.ToString());
        Assert.Equal((maxFaces, 1), (report.Faces, report.Genus));
    }

    [Fact]
    public void Reduce_TorusBelowItsTopology_EndsAtAnIrreducibleTorus()
    {
        // No triangulated torus has fewer than 14 faces, and those where no edge can be contracted have at most 20 (Barnette 1982).
        var report = MeshInvariants.Check(Reduce(SampleMeshes.Torus(40, 20), 4));
        Assert.True(report.Closed && report.Manifold && report.Oriented, report.ToString());
        Assert.Equal(0, report.EulerCharacteristic);
        Assert.InRange(report.Faces, 14, 20);
    }

    [Fact]
    public void Reduce_SeveralComponents_NoneDisappears()
    {
        var pieces = Enumerable.Range(0, 5).Select(i => SampleMeshes.Sphere(24, 0.15f, new Vector3(0.4f * i - 0.8f, 0, 0))).ToArray();
        var report = MeshInvariants.Check(Reduce(SampleMeshes.Together([.. pieces, SampleMeshes.Sphere(40, 0.3f, new Vector3(0, 0.6f, 0))]), 4));
        Assert.True(report.Closed && report.Manifold && report.Oriented, report.ToString());
        Assert.Equal((6, 6 * 4), (report.Components, report.Faces));
    }

    [Theory]
    [InlineData(1f, 12)]
    [InlineData(1f, 200)]
    [InlineData(0.02f, 12)]
    [InlineData(0.02f, 200)]
    public void Reduce_BoxOrThinPlate_PlanesAndEdgesStayExact(float thickness, int maxFaces)
    {
        var size = new Vector3(1, thickness, 0.5f);
        var result = Reduce(FaceReducerMeshes.Box(20, size), maxFaces);
        var report = MeshInvariants.Check(result);
        Assert.True(report.IsSound, report.ToString());
        Assert.Equal(maxFaces, report.Faces);
        Assert.Equal(size.X * size.Y * size.Z, report.SignedVolume, 1e-6 * thickness);
        Assert.Equal(2 * (size.X * size.Y + size.Y * size.Z + size.Z * size.X), report.Area, 1e-6);
        for (var i = 0; i < result.Indices.Length; i += 3)
        {
            Assert.Contains(Enumerable.Range(0, 3), axis => new[] { 1, -1 }.Any(sign =>
                Enumerable.Range(i, 3).All(corner => Math.Abs(result.Positions[result.Indices[corner]][axis] - sign * size[axis] / 2) < 1e-7f)));
        }
    }

    [Fact]
    public void Reduce_Tetrahedron_CannotBeReduced()
    {
        var report = MeshInvariants.Check(Reduce(SampleMeshes.Tetrahedron(), 1));
        Assert.True(report.IsSound);
        Assert.Equal(4, report.Faces);
    }

    [Fact]
    public void Reduce_Boundary_IsKept()
    {
        var sheet = FaceReducerMeshes.Sheet(60);
        var boundary = sheet.Positions.Where(p => p.X is 0 or 1 || p.Y is 0 or 1).ToHashSet();
        var result = Reduce(sheet, 1000);
        var report = MeshInvariants.Check(result);
        Assert.Equal((1000, true, true, 0, 0), (report.Faces, report.Manifold, report.Oriented, report.DegenerateFaces, report.DuplicateFaces));
        Assert.Equal((boundary.Count, 1), (report.BoundaryEdges, report.EulerCharacteristic));
        Assert.Subset(result.Positions.ToHashSet(), boundary);
    }

    [Fact]
    public void Reduce_BoundaryThatNeedsMoreFaces_EndsAboveTheCount()
    {
        // A disc with 80 boundary vertices has at least 78 faces, 80 with one vertex inside.
        var report = MeshInvariants.Check(Reduce(FaceReducerMeshes.Sheet(20), 10));
        Assert.True(report.Manifold && report.Oriented, report.ToString());
        Assert.Equal(80, report.BoundaryEdges);
        Assert.InRange(report.Faces, 78, 130);
    }

    [Fact]
    public void Reduce_SolidsJoinedAtAVertexAndAtAnEdge_KeepTheJoint()
    {
        var (first, second) = (FaceReducerMeshes.Box(12, Vector3.One), FaceReducerMeshes.Box(12, Vector3.One));
        int Find(TriangleMesh mesh, Vector3 position) => Array.IndexOf(mesh.Positions, position);
        var moved = new TriangleMesh([.. second.Positions.Select(p => p + new Vector3(1, 1, 1))], second.Indices);
        var joint = Find(first, new Vector3(0.5f));
        var far = Find(moved, new Vector3(0.5f)) + first.VertexCount;
        var pair = SampleMeshes.Together(first, moved);
        var joined = new TriangleMesh(pair.Positions, [.. pair.Indices.Select(i => i == far ? joint : i)]);
        var report = MeshInvariants.Check(Reduce(joined, 100));
        Assert.Equal((100, true, true, 1, 2), (report.Faces, report.Closed, report.Oriented, report.NonManifoldVertices, report.Components));
        Assert.Equal(2, report.SignedVolume, 1e-5);
    }

    [Fact]
    public void Reduce_EdgeWithThreeFaces_KeepsTheFin()
    {
        var sphere = SampleMeshes.Sphere(32);
        var tip = sphere.VertexCount;
        var finned = new TriangleMesh([.. sphere.Positions, new Vector3(0.99f)], [.. sphere.Indices, sphere.Indices[0], sphere.Indices[1], tip]);
        var result = Reduce(finned, 501);
        var report = MeshInvariants.Check(result);
        Assert.Equal((501, 1, 2), (report.Faces, report.NonManifoldEdges, report.BoundaryEdges));
        Assert.Contains(new Vector3(0.99f), result.Positions);
    }

    [Fact]
    public void Reduce_BrokenFacesAndVertices_AreDropped()
    {
        var sphere = SampleMeshes.Sphere(40);
        var n = sphere.VertexCount;
        Vector3[] extra = [new(float.NaN, 0, 0), new(0, float.PositiveInfinity, 0), new(5, 5, 5)];
        var broken = new TriangleMesh([.. sphere.Positions, .. extra], [.. sphere.Indices, 0, 1, n, n, n + 1, 2, 3, 3, 4, 5, 5, 5, n + 1, 7, 7]);
        var report = MeshInvariants.Check(Reduce(broken, 500));
        Assert.True(report.IsSound, report.ToString());
        Assert.Equal((500, 2), (report.Faces, report.EulerCharacteristic));
    }

    [Fact]
    public void Reduce_OnlyBrokenFaces_IsEmpty()
    {
        var result = Reduce(new TriangleMesh([new(float.NaN), Vector3.Zero, Vector3.UnitX], [0, 1, 2, 1, 1, 2, 1, 2, 2]), 1);
        Assert.Equal((0, 0), (result.FaceCount, result.VertexCount));
    }

    [Fact]
    public void Reduce_AllVerticesAtOnePoint_KeepsTheTopology()
    {
        var torus = SampleMeshes.Torus(20, 12);
        var report = MeshInvariants.Check(Reduce(new TriangleMesh(new Vector3[torus.VertexCount], torus.Indices), 60));
        Assert.True(report.Closed && report.Manifold && report.Oriented, report.ToString());
        Assert.Equal((60, 0), (report.Faces, report.EulerCharacteristic));
    }

    [Fact]
    public void Reduce_FansOfHundredsAndThousandsOfFaces_StayClosed()
    {
        // Double cones: the poles have as many faces as the rim has vertices; 5 000 is beyond what is ever moved.
        foreach (var rim in new[] { 300, 5000 })
        {
            var positions = Enumerable.Range(0, rim).Select(i => new Vector3(MathF.Cos(MathF.Tau * i / rim), MathF.Sin(MathF.Tau * i / rim), 0));
            var indices = Enumerable.Range(0, rim).SelectMany(i => new[] { i, (i + 1) % rim, rim, (i + 1) % rim, i, rim + 1 });
            var report = MeshInvariants.Check(Reduce(new TriangleMesh([.. positions, Vector3.UnitZ, -Vector3.UnitZ], [.. indices]), 64));
            Assert.True(report.IsSound, report.ToString());
            Assert.Equal((64, 2), (report.Faces, report.EulerCharacteristic));
        }
    }

    [Theory]
    [InlineData(1024f)]
    [InlineData(1f / 65536)]
    [InlineData(1e30f)]
    [InlineData(1e-30f)]
    public void Reduce_OtherUnits_GivesTheSameShape(float scale)
    {
        var torus = SampleMeshes.Torus(80, 40);
        var scaled = new TriangleMesh([.. torus.Positions.Select(p => p * scale)], torus.Indices);
        var report = MeshInvariants.Check(new TriangleMesh([.. Reduce(scaled, 500).Positions.Select(p => p / scale)], Reduce(scaled, 500).Indices));
        var expected = MeshInvariants.Check(Reduce(torus, 500));
        Assert.True(report.IsSound, report.ToString());
        Assert.Equal(expected.SignedVolume, report.SignedVolume, 1e-3);
    }

    [Fact]
    public void Reduce_IndexOutsideTheVertices_IsRefused()
    {
        var mesh = FaceReducerMeshes.Box(4, Vector3.One);
        foreach (var wrong in new[] { -1, mesh.VertexCount, int.MaxValue })
        {
            var indices = mesh.Indices.ToArray();
            indices[^1] = wrong;
            var error = Assert.Throws<ArgumentException>(() => Reduce(new TriangleMesh(mesh.Positions, indices), 20));
            Assert.Contains($"vertex {wrong}", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void Reduce_CountBelowOne_IsRefused(int maxFaces) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Reduce(FaceReducerMeshes.Box(4, Vector3.One), maxFaces));
}
