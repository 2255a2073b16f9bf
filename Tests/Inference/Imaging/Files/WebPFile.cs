using System.Text;

namespace Hunyuan3D.Tests.Inference.Imaging.Files;

/// <summary>Puts a simple WebP file into the extended container, with an EXIF chunk.</summary>
internal static class WebPFile
{
    public static byte[] WithExif(byte[] simple, int width, int height, byte[] exif)
    {
        byte[] extended = [0x08, 0, 0, 0, .. U24(width - 1), .. U24(height - 1)];
        return Riff([.. Chunk("VP8X", extended), .. simple[12..], .. Chunk("EXIF", exif)]);
    }

    private static byte[] Riff(byte[] chunks) => [.. "RIFF"u8, .. BitConverter.GetBytes(chunks.Length + 4), .. "WEBP"u8, .. chunks];

    private static byte[] Chunk(string type, byte[] body)
        => [.. Encoding.ASCII.GetBytes(type), .. BitConverter.GetBytes(body.Length), .. body, .. new byte[body.Length & 1]];

    private static byte[] U24(int value) => [(byte)value, (byte)(value >> 8), (byte)(value >> 16)];
}
