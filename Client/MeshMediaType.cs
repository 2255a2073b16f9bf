namespace Hunyuan3D.Client;

/// <summary>Tells mesh files apart by their first bytes; whether they can be read is the cluster's business.</summary>
internal static class MeshMediaType
{
    public static string Of(ReadOnlySpan<byte> file) =>
        file.StartsWith("glTF"u8) ? "model/gltf-binary"
        : file[..Math.Min(file.Length, 256)].Contains((byte)0) ? "application/octet-stream"
        : "model/obj";
}
