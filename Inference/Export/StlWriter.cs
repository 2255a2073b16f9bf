using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using Hunyuan3D.Inference.Geometry;

namespace Hunyuan3D.Inference.Export;

/// <summary>Writes binary STL as printing programs expect it: millimetres (one unit becomes 1000), Z up, the front looking along -Y.</summary>
public static class StlWriter
{
    private const int HeaderBytes = 80;
    private const int FaceBytes = 50;
    private const float MillimetresPerUnit = 1000;

    public static byte[] Write(TriangleMesh mesh)
    {
        ArgumentNullException.ThrowIfNull(mesh);
        var bytes = new byte[HeaderBytes + 4 + (long)FaceBytes * mesh.FaceCount];
        // A binary file must not begin with "solid": that marks the text form.
        Encoding.ASCII.GetBytes("Hunyuan3D.Orleans, binary STL, millimetres, Z up", bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(HeaderBytes), mesh.FaceCount);

        var positions = mesh.Positions;
        var indices = mesh.Indices;
        for (var face = 0; face < mesh.FaceCount; face++)
        {
            var a = ZUp(positions[indices[face * 3]]);
            var b = ZUp(positions[indices[face * 3 + 1]]);
            var c = ZUp(positions[indices[face * 3 + 2]]);
            var normal = Vector3.Cross(b - a, c - a);
            var length = normal.Length();
            var row = MemoryMarshal.Cast<byte, Vector3>(bytes.AsSpan(HeaderBytes + 4 + face * FaceBytes, 48));
            row[0] = length > 0 ? normal / length : Vector3.Zero;
            row[1] = a;
            row[2] = b;
            row[3] = c;
        }

        return bytes;
    }

    private static Vector3 ZUp(Vector3 p) => new Vector3(p.X, -p.Z, p.Y) * MillimetresPerUnit;
}
