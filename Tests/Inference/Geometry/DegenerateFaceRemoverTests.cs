using System.Numerics;
using Hunyuan3D.Inference.Geometry;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Geometry;

public sealed class DegenerateFaceRemoverTests
{
    [Fact]
    public void Remove_RepeatedVertexAndNaN_DropsThoseFacesAndTheirVertices()
    {
        var mesh = new TriangleMesh(
            [Vector3.Zero, new Vector3(float.NaN, 0, 0), Vector3.UnitX, Vector3.UnitY, Vector3.UnitZ],
            [0, 2, 3, 0, 1, 2, 3, 3, 0, 0, 0, 0, 4, 4, 4]);
        var cleaned = DegenerateFaceRemover.Remove(mesh);
        Assert.Equal([Vector3.Zero, Vector3.UnitX, Vector3.UnitY], cleaned.Positions);
        Assert.Equal([0, 1, 2], cleaned.Indices);
    }

    [Fact]
    public void Remove_FaceWithoutAreaButThreeVertices_Stays()
    {
        var mesh = new TriangleMesh([Vector3.Zero, Vector3.UnitX, 2 * Vector3.UnitX], [0, 1, 2]);
        Assert.Same(mesh, DegenerateFaceRemover.Remove(mesh));
    }
}
