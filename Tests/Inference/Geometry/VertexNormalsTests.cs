using System.Numerics;
using Hunyuan3D.Inference.Geometry;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Geometry;

public sealed class VertexNormalsTests
{
    [Fact]
    public void Compute_Sphere_PointsOutward()
    {
        var sphere = SampleMeshes.Sphere(64);
        var normals = VertexNormals.Compute(sphere);

        // Facets of a sphere of 64 cells are at most some 3 degrees off.
        for (var vertex = 0; vertex < normals.Length; vertex++)
            Assert.InRange(Vector3.Dot(normals[vertex], Vector3.Normalize(sphere.Positions[vertex])), 0.99f, 1.0001f);
    }

    [Fact]
    public void Compute_FacesOfUnequalArea_WeighsByArea()
    {
        // At the origin: a face of area 2 facing +Z and one of area 1 facing +X.
        var mesh = new TriangleMesh(
            [Vector3.Zero, 2 * Vector3.UnitX, 2 * Vector3.UnitY, Vector3.UnitZ],
            [0, 1, 2, 0, 2, 3]);
        var expected = Vector3.Normalize(new Vector3(1, 0, 2));
        Assert.InRange(Vector3.Distance(expected, VertexNormals.Compute(mesh)[0]), 0, 1e-6f);
    }

    [Fact]
    public void Compute_TinyFaceAndLooseVertex_GivesUnitVectors()
    {
        var mesh = new TriangleMesh([Vector3.Zero, 1e-12f * Vector3.UnitX, 1e-12f * Vector3.UnitY, Vector3.One], [0, 1, 2]);
        var normals = VertexNormals.Compute(mesh);
        Assert.Equal(Vector3.UnitZ, normals[0]);
        Assert.Equal(Vector3.UnitY, normals[3]);
    }
}
