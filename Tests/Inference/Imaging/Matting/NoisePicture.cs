using Hunyuan3D.Inference.Imaging;

namespace Hunyuan3D.Tests.Inference.Imaging.Matting;

/// <summary>Pictures that another program can make as well: the top bytes of a linear congruential generator (a = 1664525, c = 1013904223).</summary>
internal static class NoisePicture
{
    public static byte[] Bytes(int count, uint seed)
    {
        var bytes = new byte[count];
        for (var i = 0; i < count; i++)
        {
            seed = seed * 1664525 + 1013904223;
            bytes[i] = (byte)(seed >> 24);
        }

        return bytes;
    }

    /// <summary>Opaque; red, green and blue one after the other.</summary>
    public static Picture Rgb(int width, int height, uint seed)
    {
        var picture = new Picture(width, height);
        var bytes = Bytes(width * height * 3, seed);
        for (var i = 0; i < width * height; i++)
        {
            bytes.AsSpan(i * 3, 3).CopyTo(picture.Pixels.AsSpan(i * 4));
            picture.Pixels[i * 4 + 3] = 255;
        }

        return picture;
    }
}
