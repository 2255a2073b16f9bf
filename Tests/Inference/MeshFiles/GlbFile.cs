using System.Buffers.Binary;
using System.Text;

namespace Hunyuan3D.Tests.Inference.MeshFiles;

/// <summary>GLBs put together by hand, so that every byte of them can be wrong.</summary>
internal static class GlbFile
{
    /// <summary>One triangle at (0,0,0), (1,0,0), (0,1,0), without indices.</summary>
    public const string Triangle = """
        {"asset":{"version":"2.0"},"scene":0,"scenes":[{"nodes":[0]}],"nodes":[{"mesh":0}],
         "meshes":[{"primitives":[{"attributes":{"POSITION":0}}]}],
         "accessors":[{"bufferView":0,"componentType":5126,"count":3,"type":"VEC3","min":[0,0,0],"max":[1,1,0]}],
         "bufferViews":[{"buffer":0,"byteLength":36}],"buffers":[{"byteLength":36}]}
        """;

    public static readonly float[] TrianglePositions = [0, 0, 0, 1, 0, 0, 0, 1, 0];

    public static byte[] Of(string json, params float[] floats)
    {
        var binary = new byte[floats.Length * 4];
        Buffer.BlockCopy(floats, 0, binary, 0, binary.Length);
        return Of(json, binary);
    }

    public static byte[] Of(string json, byte[] binary)
    {
        var text = Encoding.UTF8.GetBytes(json);
        var padded = (text.Length + 3) / 4 * 4;
        var bytes = new byte[12 + 8 + padded + 8 + binary.Length];
        "glTF"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), 2);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), bytes.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), padded);
        "JSON"u8.CopyTo(bytes.AsSpan(16));
        bytes.AsSpan(20, padded).Fill((byte)' ');
        text.CopyTo(bytes, 20);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(20 + padded), binary.Length);
        "BIN\0"u8.CopyTo(bytes.AsSpan(24 + padded));
        binary.CopyTo(bytes, 28 + padded);
        return bytes;
    }
}
