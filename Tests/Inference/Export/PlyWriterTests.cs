using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using Hunyuan3D.Inference.Export;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Export;

public sealed class PlyWriterTests
{
    [Fact]
    public void Write_TexturedMesh_WeldsChartsAndAveragesTheirColors()
    {
        var cube = ExportSamples.Cube();
        var (header, body) = Split(PlyWriter.Write(cube));

        Assert.StartsWith("ply\nformat binary_little_endian 1.0\n", header, StringComparison.Ordinal);
        Assert.Contains("element vertex 8\n", header, StringComparison.Ordinal);
        Assert.Contains("element face 12\n", header, StringComparison.Ordinal);
        Assert.Equal(8 * 15 + 12 * 13, body.Length);
        // Corner 7 is on the front (0), right (1) and top (4).
        var corner = body.AsSpan(7 * 15);
        Assert.Equal(new Vector3(0.5f), MemoryMarshal.Read<Vector3>(corner));
        for (var channel = 0; channel < 3; channel++)
        {
            var mean = (ExportSamples.SideColor(0)[channel] + ExportSamples.SideColor(1)[channel] + ExportSamples.SideColor(4)[channel]) / 3.0;
            Assert.Equal(mean, corner[12 + channel], 0.51); // rounding to a byte
        }

        var face = body.AsSpan(8 * 15);
        Assert.Equal(3, face[0]);
        Assert.Equal([4, 5, 7], MemoryMarshal.Cast<byte, int>(face.Slice(1, 12)).ToArray());
    }

    [Fact]
    public void Write_PlainMesh_HasNoColors()
    {
        var (header, body) = Split(PlyWriter.Write(ExportSamples.Sphere(4, 5)));

        Assert.DoesNotContain("red", header, StringComparison.Ordinal);
        Assert.Equal(17 * 12 + 30 * 13, body.Length);
    }

    private static (string Header, byte[] Body) Split(byte[] ply)
    {
        var end = ply.AsSpan().IndexOf("end_header\n"u8) + "end_header\n".Length;
        return (Encoding.ASCII.GetString(ply, 0, end), ply[end..]);
    }
}
