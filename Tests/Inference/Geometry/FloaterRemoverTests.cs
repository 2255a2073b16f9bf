using System.Numerics;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Tests.Golden;
using Hunyuan3D.Tests.Inference.ShapeGen;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Geometry;

public sealed class FloaterRemoverTests
{
    [Theory]
    [InlineData(0.005)]
    [InlineData(0.02)]
    [InlineData(0.05)]
    public void Remove_RecordedBlobs_KeepsTheRecordedFaces(double ratio)
    {
        using var golden = GoldenSet.Expected("shape", "marching-cubes");
        var blobs = RecordedMesh.Read(golden, "blobs");
        var keeps = golden.ReadAs<byte>(FormattableString.Invariant($"blobs.floater_kept_faces.ratio{ratio}"));
        var expected = Enumerable.Range(0, keeps.Length).Where(face => keeps[face] != 0).Select(face => Corners(blobs, face));

        var kept = FloaterRemover.Remove(blobs, ratio);

        Assert.Equal(expected, Enumerable.Range(0, kept.FaceCount).Select(face => Corners(kept, face)));
        Assert.Equal(kept.VertexCount, kept.Indices.Distinct().Count());
    }

    [Fact]
    public void Remove_PieceHangingOnAVertex_IsAPieceOfItsOwn()
    {
        var sphere = SampleMeshes.Sphere(24);
        var both = SampleMeshes.Together(sphere, SampleMeshes.Tetrahedron(sphere.Positions[0]));
        var pinched = new TriangleMesh(both.Positions, [.. both.Indices.Select(index => index == sphere.VertexCount ? 0 : index)]);
        Assert.Equal(sphere.FaceCount, FloaterRemover.Remove(pinched).FaceCount);
    }

    [Fact]
    public void Remove_NothingToDrop_ReturnsTheSameMesh()
    {
        var sphere = SampleMeshes.Sphere(12);
        Assert.Same(sphere, FloaterRemover.Remove(sphere));
        var empty = new TriangleMesh([], []);
        Assert.Same(empty, FloaterRemover.Remove(empty));
    }

    private static (Vector3 A, Vector3 B, Vector3 C) Corners(TriangleMesh mesh, int face) =>
        (mesh.Positions[mesh.Indices[3 * face]], mesh.Positions[mesh.Indices[3 * face + 1]], mesh.Positions[mesh.Indices[3 * face + 2]]);
}
