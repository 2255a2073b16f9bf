namespace Hunyuan3D.Client;

/// <summary>Tells picture files apart by their first bytes; whether they can be decoded is the cluster's business.</summary>
internal static class PictureMediaType
{
    public static string Of(ReadOnlySpan<byte> file) => file switch
    {
        [0x89, 0x50, 0x4E, 0x47, ..] => "image/png",
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [0x52, 0x49, 0x46, 0x46, _, _, _, _, 0x57, 0x45, 0x42, 0x50, ..] => "image/webp",
        [0x47, 0x49, 0x46, 0x38, ..] => "image/gif",
        [0x42, 0x4D, ..] => "image/bmp",
        _ => "application/octet-stream",
    };
}
