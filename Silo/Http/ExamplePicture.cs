using Hunyuan3D.Inference.Imaging;

namespace Hunyuan3D.Hosting.Http;

/// <summary>A picture that fits into an example of the OpenAPI document and is still one.</summary>
internal static class ExamplePicture
{
    private const int Side = 16;

    public static string Base64 { get; } = Convert.ToBase64String(Make());

    public static string DataUri => "data:image/png;base64," + Base64;

    /// <summary>A blue square on nothing.</summary>
    private static byte[] Make()
    {
        var picture = new Picture(Side, Side);
        for (var y = 4; y < 12; y++)
        {
            for (var x = 4; x < 12; x++)
                ((ReadOnlySpan<byte>)[30, 60, 200, 255]).CopyTo(picture.Pixels.AsSpan((y * Side + x) * 4));
        }

        return ImageCodec.EncodePng(picture);
    }
}
