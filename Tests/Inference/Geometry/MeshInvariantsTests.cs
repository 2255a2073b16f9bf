using System.Numerics;
using Hunyuan3D.Inference.Geometry;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Geometry;

public sealed class MeshInvariantsTests
{
    [Fact]
    public void Check_Tetrahedron_IsSound()
    {
        var report = MeshInvariants.Check(SampleMeshes.Tetrahedron());
        Assert.True(report.IsSound);
        Assert.Equal((4, 4, 6, 1, 2, 0), (report.Vertices, report.Faces, report.Edges, report.Components, report.EulerCharacteristic, report.Genus));
        Assert.Equal(1.0 / 6, report.SignedVolume, 1e-12);
        Assert.Equal(1.5 + Math.Sqrt(3) / 2, report.Area, 1e-12);
    }

    [Fact]
    public void Check_TorusAndSphere_CountsPiecesAndHandles()
    {
        var report = MeshInvariants.Check(SampleMeshes.Together(SampleMeshes.Torus(300, 80), SampleMeshes.Sphere(20)));
        Assert.True(report.IsSound);
        Assert.Equal((2, 1, 2), (report.Components, report.Genus, report.EulerCharacteristic));
    }

    [Fact]
    public void Check_FaceMissing_IsOpen()
    {
        var torus = SampleMeshes.Torus(12, 8);
        var report = MeshInvariants.Check(new TriangleMesh(torus.Positions, torus.Indices[3..]));
        Assert.Equal((false, true, true, 3), (report.Closed, report.Manifold, report.Oriented, report.BoundaryEdges));
        Assert.Null(report.Genus);
    }

    [Fact]
    public void Check_FaceReversed_IsNotOriented()
    {
        var mesh = SampleMeshes.Torus(12, 8);
        (mesh.Indices[0], mesh.Indices[1]) = (mesh.Indices[1], mesh.Indices[0]);
        var report = MeshInvariants.Check(mesh);
        Assert.Equal((true, true, false), (report.Closed, report.Manifold, report.Oriented));
    }

    [Fact]
    public void Check_TwoSolidsSharingAVertex_IsNotManifold()
    {
        var pair = SampleMeshes.Together(SampleMeshes.Tetrahedron(), SampleMeshes.Tetrahedron(Vector3.UnitX));
        var report = MeshInvariants.Check(new TriangleMesh(pair.Positions, [.. pair.Indices.Select(index => index == 4 ? 1 : index)]));
        Assert.Equal((true, false, true, 1), (report.Closed, report.Manifold, report.Oriented, report.NonManifoldVertices));
        Assert.Equal(2, report.Components);
    }

    [Fact]
    public void Check_TwoSolidsSharingAnEdge_IsNotManifold()
    {
        var pair = SampleMeshes.Together(SampleMeshes.Tetrahedron(), SampleMeshes.Tetrahedron());
        var report = MeshInvariants.Check(new TriangleMesh(pair.Positions, [.. pair.Indices.Select(index => index == 4 ? 1 : index == 5 ? 0 : index)]));
        Assert.Equal((false, false, 1, 2), (report.Closed, report.Manifold, report.NonManifoldEdges, report.NonManifoldVertices));
        Assert.Equal((true, 1), (report.Oriented, report.Components));
    }

    [Fact]
    public void Check_RepeatedVertexAndFlatFace_AreDegenerate()
    {
        var mesh = new TriangleMesh([Vector3.Zero, Vector3.UnitX, 2 * Vector3.UnitX, Vector3.UnitY], [0, 1, 3, 0, 1, 2, 1, 1, 3]);
        Assert.Equal(2, MeshInvariants.Check(mesh).DegenerateFaces);
    }

    [Fact]
    public void Check_SameVerticesInAnyOrder_AreDuplicates()
    {
        var mesh = new TriangleMesh([Vector3.Zero, Vector3.UnitX, Vector3.UnitY, Vector3.UnitZ], [0, 1, 2, 1, 2, 0, 2, 1, 0, 0, 1, 3]);
        Assert.Equal(2, MeshInvariants.Check(mesh).DuplicateFaces);
    }

    [Fact]
    public void Check_IndexOutOfRange_SaysWhich()
    {
        var mesh = new TriangleMesh([Vector3.Zero, Vector3.UnitX, Vector3.UnitY], [0, 1, 7]);
        Assert.Contains("vertex 7", Assert.Throws<ArgumentException>(() => MeshInvariants.Check(mesh)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_RandomTriangles_AgreesWithThePlainCount()
    {
        var random = new Random(3);
        for (var round = 0; round < 300; round++)
        {
            var vertices = random.Next(3, 14);
            var mesh = new TriangleMesh(
                [.. Enumerable.Range(0, vertices).Select(_ => new Vector3(random.NextSingle(), random.NextSingle(), random.NextSingle()))],
                [.. Enumerable.Range(0, 3 * random.Next(1, 40)).Select(_ => random.Next(vertices))]);
            AssertSame(PlainMeshReport.Of(mesh), MeshInvariants.Check(mesh));
        }
    }

    [Fact]
    public void Check_ShuffledLargeMesh_AgreesWithThePlainCount()
    {
        // Shuffled so that every range of vertices and every chunk of faces takes part in every other.
        var torus = SampleMeshes.Torus(400, 120);
        var random = new Random(5);
        var order = Enumerable.Range(0, torus.VertexCount).ToArray();
        random.Shuffle(order);
        var positions = new Vector3[torus.VertexCount];
        for (var vertex = 0; vertex < order.Length; vertex++)
            positions[order[vertex]] = torus.Positions[vertex];
        var faces = torus.Indices.Select(index => order[index]).Chunk(3).ToArray();
        random.Shuffle(faces);
        var mesh = new TriangleMesh(positions, [.. faces.Take(faces.Length - 5).SelectMany(face => face)]);
        AssertSame(PlainMeshReport.Of(mesh), MeshInvariants.Check(mesh));
    }

    private static void AssertSame(PlainMeshReport expected, MeshReport actual)
    {
        Assert.Equal((expected.Closed, expected.Manifold, expected.Oriented), (actual.Closed, actual.Manifold, actual.Oriented));
        Assert.Equal((expected.Edges, expected.BoundaryEdges, expected.NonManifoldEdges), (actual.Edges, actual.BoundaryEdges, actual.NonManifoldEdges));
        Assert.Equal((expected.Components, expected.NonManifoldVertices, expected.Duplicates), (actual.Components, actual.NonManifoldVertices, actual.DuplicateFaces));
    }
}
