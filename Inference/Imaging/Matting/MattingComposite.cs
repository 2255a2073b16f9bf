namespace Hunyuan3D.Inference.Imaging.Matting;

/// <summary>
/// Lays a mask over a picture as Hunyuan3D-2 does, whose networks' input this is: <c>rembg.remove(image, bgcolor=[255, 255, 255, 0])</c> (hy3dgen/rembg.py; danielgatis/rembg
/// <c>rembg/bg.py</c>). The mask counts twice on that way, once over transparent black and once over transparent white, so that a background shines through less at soft edges,
/// and faint specks of the mask are gone. Arithmetic: python-pillow/Pillow <c>src/libImaging/Paste.c</c>.
/// </summary>
internal static class MattingComposite
{
    /// <param name="mask">[height, width] u8</param>
    public static Picture Apply(Picture picture, byte[] mask)
    {
        var result = new Picture(picture.Width, picture.Height);
        for (var i = 0; i < mask.Length; i++)
        {
            int alpha = mask[i];
            for (var c = 0; c < 3; c++)
                result.Pixels[i * 4 + c] = Blend(alpha, 255, Blend(alpha, 0, picture.Pixels[i * 4 + c]));
            result.Pixels[i * 4 + 3] = Blend(alpha, 0, alpha);
        }

        return result;
    }

    /// <summary>Division by 255, rounded to nearest.</summary>
    private static byte Blend(int alpha, int under, int over)
    {
        var sum = under * (255 - alpha) + over * alpha + 128;
        return (byte)((sum >> 8) + sum >> 8);
    }
}
