using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.TexGen;

namespace Hunyuan3D.Inference.Export;

/// <summary>How well a textured mesh, seen from one side, agrees with the picture of that side.</summary>
/// <param name="IoU">Of the mesh's coverage and the picture's mask (both at half opacity): shared pixels over all pixels of either, 0 to 1.</param>
/// <param name="Psnr">Of the colours inside the picture's mask, both laid over white, in decibels; infinite when equal.</param>
internal sealed record PictureMatch(double IoU, double Psnr)
{
    private const int HalfOpaque = 128;

    /// <param name="cutout">A picture whose alpha is the subject.</param>
    /// <param name="frame">Where the picture lies, of the picture's size.</param>
    public static PictureMatch Measure(TexturedMesh mesh, ViewSide side, Picture cutout, OrthographicFrame frame)
    {
        var view = OrthographicView.Render(mesh, side, frame);
        long both = 0, either = 0, pixels = 0;
        double squares = 0;
        for (var i = 0; i < cutout.Pixels.Length; i += 4)
        {
            bool expected = cutout.Pixels[i + 3] >= HalfOpaque, actual = view.Pixels[i + 3] >= HalfOpaque;
            if (expected && actual) both++;
            if (expected || actual) either++;
            if (!expected) continue;
            pixels++;
            for (var channel = 0; channel < 3; channel++)
            {
                var difference = OverWhite(cutout.Pixels, i, channel) - OverWhite(view.Pixels, i, channel);
                squares += difference * difference;
            }
        }

        return new PictureMatch(either == 0 ? 0 : (double)both / either, 10 * Math.Log10(255.0 * 255 * 3 * pixels / squares));
    }

    private static double OverWhite(byte[] pixels, int pixel, int channel) => 255 + (pixels[pixel + channel] - 255) * pixels[pixel + 3] / 255.0;
}
