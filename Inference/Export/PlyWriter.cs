using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.TexGen;

namespace Hunyuan3D.Inference.Export;

/// <summary>
/// Writes binary little-endian PLY: positions in metres (Y up), and for a textured mesh a colour per vertex, sampled from the texture.
/// Chart borders are welded again, so a closed mesh stays closed.
/// </summary>
public static class PlyWriter
{
    private static readonly float[] Levels = [.. Enumerable.Range(0, 256).Select(level => (float)level)];

    public static byte[] Write(TexturedMesh mesh)
    {
        ArgumentNullException.ThrowIfNull(mesh);
        var welded = WeldedMesh.Of(mesh.Geometry);
        return Write(welded, VertexColors(mesh, welded.VertexCount));
    }

    public static byte[] Write(TriangleMesh mesh)
    {
        ArgumentNullException.ThrowIfNull(mesh);
        return Write(mesh, colors: null);
    }

    private static byte[] Write(TriangleMesh mesh, byte[]? colors)
    {
        var header = Encoding.ASCII.GetBytes(
            "ply\nformat binary_little_endian 1.0\ncomment Hunyuan3D.Orleans, metres, Y up\n" +
            $"element vertex {mesh.VertexCount}\nproperty float x\nproperty float y\nproperty float z\n" +
            (colors is null ? "" : "property uchar red\nproperty uchar green\nproperty uchar blue\n") +
            $"element face {mesh.FaceCount}\nproperty list uchar int vertex_indices\nend_header\n");
        var vertexBytes = colors is null ? 12 : 15;
        var bytes = new byte[header.Length + (long)vertexBytes * mesh.VertexCount + 13L * mesh.FaceCount];
        header.CopyTo(bytes, 0);
        var rest = bytes.AsSpan(header.Length);
        for (var i = 0; i < mesh.VertexCount; i++, rest = rest[vertexBytes..])
        {
            MemoryMarshal.Write(rest, mesh.Positions[i]);
            if (colors is not null) colors.AsSpan(i * 3, 3).CopyTo(rest[12..]);
        }

        for (var i = 0; i < mesh.Indices.Length; i += 3, rest = rest[13..])
        {
            rest[0] = 3;
            MemoryMarshal.AsBytes(mesh.Indices.AsSpan(i, 3)).CopyTo(rest[1..]);
        }

        return bytes;
    }

    // [vertices, 3] u8: the mean over the split vertices of each vertex.
    private static byte[] VertexColors(TexturedMesh mesh, int vertexCount)
    {
        var sampler = new TextureSampler(mesh.BaseColor, Levels);
        var sums = new Vector4[vertexCount];
        for (var i = 0; i < mesh.Geometry.Uvs.Length; i++)
            sums[mesh.Geometry.SourceVertices[i]] += new Vector4(sampler.Sample(mesh.Geometry.Uvs[i]), 1);
        var colors = new byte[vertexCount * 3];
        for (var i = 0; i < vertexCount; i++)
        {
            var mean = sums[i] / Math.Max(sums[i].W, 1);
            colors[i * 3] = (byte)MathF.Round(mean.X);
            colors[i * 3 + 1] = (byte)MathF.Round(mean.Y);
            colors[i * 3 + 2] = (byte)MathF.Round(mean.Z);
        }

        return colors;
    }
}
