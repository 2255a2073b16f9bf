namespace Hunyuan3D.Tests.Inference.Imaging.Files;

/// <summary>TIFF-structured EXIF blocks with an orientation after another tag.</summary>
internal static class ExifBlock
{
    public static byte[] LittleEndian(int orientation) =>
        [.. "II*\0"u8, 8, 0, 0, 0, 2, 0,
            0x00, 0x01, 3, 0, 1, 0, 0, 0, 7, 0, 0, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, 0];

    public static byte[] BigEndian(int orientation) =>
        [.. "MM\0*"u8, 0, 0, 0, 8, 0, 2,
            0x01, 0x00, 0, 3, 0, 0, 0, 1, 0, 7, 0, 0, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];

    /// <summary>As a JPEG segment.</summary>
    public static (byte Marker, byte[] Body) Segment(byte[] tiff) => (0xE1, [.. "Exif\0\0"u8, .. tiff]);
}
