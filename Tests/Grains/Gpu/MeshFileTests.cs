using System.Numerics;
using Hunyuan3D.Grains.Gpu;
using Hunyuan3D.Inference.Geometry;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Gpu;

public sealed class MeshFileTests
{
    private static readonly TriangleMesh Mesh = new([new(0.1f, -2, 3e-9f), Vector3.UnitX, Vector3.UnitY, Vector3.UnitZ], [0, 1, 2, 1, 3, 2]);

    [Fact]
    public void Read_WrittenMesh_IsTheSameBitForBit()
    {
        var copy = MeshFile.Read(MeshFile.Write(Mesh));
        Assert.Equal(Mesh.Positions, copy.Positions);
        Assert.Equal(Mesh.Indices, copy.Indices);
    }

    [Fact]
    public void Read_DamagedFile_SaysSo()
    {
        var file = MeshFile.Write(Mesh);
        Assert.Throws<InvalidDataException>(() => MeshFile.Read(file.AsSpan(0, 5)));
        Assert.Throws<InvalidDataException>(() => MeshFile.Read(file.AsSpan(0, file.Length - 1)));
        file[^4] = 77;
        Assert.Throws<InvalidDataException>(() => MeshFile.Read(file));
        file[0] ^= 1;
        Assert.Throws<InvalidDataException>(() => MeshFile.Read(file));
    }
}
