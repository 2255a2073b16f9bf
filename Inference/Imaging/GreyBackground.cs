namespace Hunyuan3D.Inference.Imaging;

/// <summary>
/// Lays a picture over middle grey, 127, as the paint pipeline does with a reference that has alpha (Tencent/Hunyuan3D-2 <c>hy3dgen/texgen/hunyuanpaint/pipeline.py</c>, <c>to_rgb_image</c>;
/// Pillow's <c>paste</c> with a mask: rounded division by 255).
/// </summary>
internal static class GreyBackground
{
    private const int Grey = 127;

    public static Picture Under(Picture picture)
    {
        var result = new Picture(picture.Width, picture.Height);
        for (var i = 0; i < result.Pixels.Length; i += 4)
        {
            var alpha = picture.Pixels[i + 3];
            for (var channel = 0; channel < 3; channel++)
            {
                var blend = Grey * (255 - alpha) + picture.Pixels[i + channel] * alpha + 128;
                result.Pixels[i + channel] = (byte)(((blend >> 8) + blend) >> 8);
            }

            result.Pixels[i + 3] = 255;
        }

        return result;
    }
}
