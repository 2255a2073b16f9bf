using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.Imaging;

namespace Hunyuan3D.Tests.Inference.Imaging;

/// <summary>Recorded pictures as the product holds them.</summary>
internal static class GoldenPictures
{
    /// <param name="name">A tensor [height, width] or [height, width, 1, 3 or 4] u8.</param>
    public static Picture Read(SafetensorsFile golden, string name)
    {
        var shape = golden.Entry(name).Shape;
        var (height, width, channels) = ((int)shape[0], (int)shape[1], shape.Count == 2 ? 1 : (int)shape[2]);
        var values = golden.ReadAs<byte>(name);
        var picture = new Picture(width, height);
        for (var i = 0; i < width * height; i++)
        {
            for (var c = 0; c < 4; c++)
                picture.Pixels[i * 4 + c] = c < channels ? values[i * channels + c] : c < 3 ? values[i * channels] : (byte)255;
        }

        return picture;
    }
}
