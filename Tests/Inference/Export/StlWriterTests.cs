using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using Hunyuan3D.Inference.Export;
using Hunyuan3D.Inference.Geometry;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Export;

public sealed class StlWriterTests
{
    [Fact]
    public void Write_Mesh_IsMillimetresWithZUp()
    {
        var mesh = new TriangleMesh([new Vector3(0, 0, 0), new Vector3(0.001f, 0, 0), new Vector3(0, 0.002f, 0.003f)], [0, 1, 2]);

        var stl = StlWriter.Write(mesh);

        Assert.Equal(84 + 50, stl.Length);
        Assert.False(Encoding.ASCII.GetString(stl, 0, 5) == "solid");
        Assert.Equal(1, BitConverter.ToInt32(stl, 80));
        var row = MemoryMarshal.Cast<byte, Vector3>(stl.AsSpan(84, 48));
        Assert.Equal(new Vector3(0, 0, 0), row[1]);
        Assert.Equal(new Vector3(1, 0, 0), row[2]);
        Assert.True(Vector3.Distance(new Vector3(0, -3, 2), row[3]) < 1e-5f);
        Assert.True(Vector3.Distance(Vector3.Normalize(Vector3.Cross(row[2] - row[1], row[3] - row[1])), row[0]) < 1e-5f);
        Assert.Equal(0, BitConverter.ToInt16(stl, 132));
    }

    [Fact]
    public void Write_ClosedMesh_KeepsVolumeAndSide()
    {
        var sphere = ExportSamples.Sphere(12, 16);
        var stl = StlWriter.Write(sphere);

        var corners = new List<Vector3>();
        for (var face = 0; face < BitConverter.ToInt32(stl, 80); face++)
            corners.AddRange(MemoryMarshal.Cast<byte, Vector3>(stl.AsSpan(84 + face * 50, 48))[1..]);
        var read = new TriangleMesh([.. corners], [.. Enumerable.Range(0, corners.Count)]);

        Assert.Equal(1e9 * ExportSamples.SignedVolume(sphere), ExportSamples.SignedVolume(read), 1e3); // float32 coordinates of hundreds
    }
}
