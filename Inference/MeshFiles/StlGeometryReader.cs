using System.Buffers.Binary;
using System.Numerics;
using Hunyuan3D.Inference.Export;

namespace Hunyuan3D.Inference.MeshFiles;

/// <summary>The triangles of a binary STL: 80 bytes of anything, u32 triangles, and 50 bytes for each, little-endian.</summary>
internal static class StlGeometryReader
{
    private const int HeaderBytes = 84;
    private const int TriangleBytes = 50;

    /// <summary>Whether the length is what the count in the file says.</summary>
    public static bool IsStl(ReadOnlySpan<byte> file) =>
        file.Length >= HeaderBytes && file.Length == HeaderBytes + (long)TriangleBytes * BinaryPrimitives.ReadUInt32LittleEndian(file[80..]);

    /// <exception cref="StageInputException">The file has no triangles, too many, or coordinates that are no numbers.</exception>
    public static MeshGeometry Read(ReadOnlySpan<byte> file, GlbLimits limits, string field)
    {
        var faces = BinaryPrimitives.ReadUInt32LittleEndian(file[80..]);
        var most = Math.Min(limits.MaxFaces, limits.MaxVertices / 3);
        if (faces == 0) throw new StageInputException(field, "The STL has no triangles.");
        if (faces > most) throw new StageInputException(field, $"The STL has {faces} triangles; at most {most} are accepted. Reduce it first.");
        var geometry = new MeshGeometry((int)faces * 3, (int)faces);
        for (var face = 0; face < faces; face++)
        {
            var corners = file.Slice(HeaderBytes + face * TriangleBytes + 12, 36);
            for (var corner = 0; corner < 3; corner++)
            {
                var at = corners[(corner * 12)..];
                var position = new Vector3(
                    BinaryPrimitives.ReadSingleLittleEndian(at), BinaryPrimitives.ReadSingleLittleEndian(at[4..]), BinaryPrimitives.ReadSingleLittleEndian(at[8..]));
                geometry.AddVertex(position, limits.MaxCoordinate, "the STL", face * 3 + corner, field);
            }

            geometry.AddFace(face * 3, face * 3 + 1, face * 3 + 2);
        }

        return geometry;
    }
}
