using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.Tensors;

namespace Hunyuan3D.Inference.Networks;

/// <summary>Between RGB bytes and the tensors that the picture VAE reads and writes.</summary>
internal static class PictureTensor
{
    /// <param name="rgb">[height, width, 3] u8.</param>
    /// <returns>[1, 3, height, width] f32 in -1..1.</returns>
    public static TensorData FromBytes(ReadOnlySpan<byte> rgb, int height, int width)
    {
        var plane = height * width;
        var values = new float[3 * plane];
        for (var pixel = 0; pixel < plane; pixel++)
        {
            for (var channel = 0; channel < 3; channel++)
                values[channel * plane + pixel] = 2 * (rgb[3 * pixel + channel] / 255f) - 1;
        }

        return new TensorData(values, 1, 3, height, width);
    }

    /// <param name="picture">Its alpha does not count.</param>
    /// <returns>[1, 3, height, width] f32 in -1..1.</returns>
    public static TensorData FromPicture(Picture picture)
    {
        var plane = picture.Width * picture.Height;
        var values = new float[3 * plane];
        for (var pixel = 0; pixel < plane; pixel++)
        {
            for (var channel = 0; channel < 3; channel++)
                values[channel * plane + pixel] = 2 * (picture.Pixels[4 * pixel + channel] / 255f) - 1;
        }

        return new TensorData(values, 1, 3, picture.Height, picture.Width);
    }

    /// <returns>The first of the batch as an opaque picture, clamped and rounded half to even.</returns>
    public static Picture ToPicture(TensorData tensor)
    {
        var rgb = ToBytes(tensor, 0);
        var picture = new Picture((int)tensor.Shape[3], (int)tensor.Shape[2]);
        for (var pixel = 0; pixel < rgb.Length / 3; pixel++)
        {
            rgb.AsSpan(3 * pixel, 3).CopyTo(picture.Pixels.AsSpan(4 * pixel));
            picture.Pixels[4 * pixel + 3] = 255;
        }

        return picture;
    }

    /// <param name="tensor">[batch, 3, height, width] f32 in about -1..1.</param>
    /// <returns>[height, width, 3] u8, clamped and rounded half to even.</returns>
    public static byte[] ToBytes(TensorData tensor, int index)
    {
        var plane = (int)(tensor.Shape[2] * tensor.Shape[3]);
        var values = tensor.Values.AsSpan(index * 3 * plane, 3 * plane);
        var rgb = new byte[3 * plane];
        for (var pixel = 0; pixel < plane; pixel++)
        {
            for (var channel = 0; channel < 3; channel++)
                rgb[3 * pixel + channel] = (byte)MathF.Round(Math.Clamp(values[channel * plane + pixel] / 2 + 0.5f, 0, 1) * 255);
        }

        return rgb;
    }
}
