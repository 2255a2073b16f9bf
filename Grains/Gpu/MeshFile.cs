using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using Hunyuan3D.Inference.Geometry;

namespace Hunyuan3D.Grains.Gpu;

/// <summary>
/// A mesh on its way from the shape stage to the texture stage, bit for bit: u32 magic, u32 vertices, u32 faces, [vertices, 3] f32, [faces, 3] i32,
/// all little-endian.
/// </summary>
internal static class MeshFile
{
    public const string MediaType = "application/x-hunyuan3d-mesh";

    private const uint Magic = 0x4853_4D33; // "3MSH"
    private const int HeaderBytes = 12;

    public static byte[] Write(TriangleMesh mesh)
    {
        ArgumentNullException.ThrowIfNull(mesh);
        var positions = MemoryMarshal.AsBytes(mesh.Positions.AsSpan());
        var indices = MemoryMarshal.AsBytes(mesh.Indices.AsSpan());
        var file = new byte[HeaderBytes + positions.Length + indices.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(file, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), mesh.VertexCount);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(8), mesh.FaceCount);
        positions.CopyTo(file.AsSpan(HeaderBytes));
        indices.CopyTo(file.AsSpan(HeaderBytes + positions.Length));
        return file;
    }

    /// <exception cref="InvalidDataException">Not a mesh file, or a damaged one.</exception>
    public static TriangleMesh Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < HeaderBytes || BinaryPrimitives.ReadUInt32LittleEndian(file) != Magic)
            throw new InvalidDataException($"Expected a mesh file of at least {HeaderBytes} bytes that starts with 3MSH; this one has {file.Length} bytes.");
        var vertices = BinaryPrimitives.ReadUInt32LittleEndian(file[4..]);
        var faces = BinaryPrimitives.ReadUInt32LittleEndian(file[8..]);
        if (file.Length != HeaderBytes + 12L * vertices + 12L * faces)
            throw new InvalidDataException($"A mesh file of {vertices} vertices and {faces} faces has {HeaderBytes + 12L * vertices + 12L * faces} bytes, not {file.Length}.");
        var positions = MemoryMarshal.Cast<byte, Vector3>(file.Slice(HeaderBytes, (int)vertices * 12)).ToArray();
        var indices = MemoryMarshal.Cast<byte, int>(file[(HeaderBytes + (int)vertices * 12)..]).ToArray();
        foreach (var index in indices)
        {
            if ((uint)index >= vertices) throw new InvalidDataException($"A mesh file of {vertices} vertices names vertex {index}.");
        }

        return new TriangleMesh(positions, indices);
    }
}
