using Hunyuan3D.Inference.Imaging.Resampling;
using Hunyuan3D.Inference.Sessions;
using Hunyuan3D.Inference.Tensors;

namespace Hunyuan3D.Inference.Imaging.Matting;

/// <summary>
/// U2-Net (Qin et al. 2020, "U^2-Net: Going Deeper with Nested U-Structure for Salient Object Detection") and networks of the same signature: one picture in, and as the first output
/// the saliency of each pixel. The steps around it are those of danielgatis/rembg <c>rembg/sessions/base.py</c> and <c>u2net.py</c>, roundings included: Lanczos to the network's size,
/// brightest value to 1, normalisation; the output's range to 0 to 255, Lanczos back. Cost: the network's; for <c>u2net</c> 37 GFLOP.
/// </summary>
/// <param name="network">Size and normalisation; a graph that fixes its own size is given that.</param>
internal sealed class U2NetMatting(PooledSession session, MattingNetwork network) : IMattingModel
{
    private const int Channels = 3;
    private const double Darkest = 1e-6;

    public byte[] Mask(Picture picture, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(picture);
        using var lease = session.Pool.Rent(session.Path, cancellationToken);
        var (name, height, width) = MattingGraph.Input(lease.Session, session.Path, network.InputSize);
        var input = new TensorData(Normalize(picture, width, height), 1, Channels, height, width);
        var output = lease.Session.Run([(name, input)], [], cancellationToken)[lease.Session.OutputNames.First()];
        if (output.Shape is not [1, 1, var rows, var columns])
            throw new InvalidOperationException($"{session.Path} gives [{string.Join(", ", output.Shape)}]; a matting network gives [1, 1, height, width].");
        return Resize(Quantize(output.Values), (int)columns, (int)rows, picture.Width, picture.Height);
    }

    /// <returns>[3, height, width] f32</returns>
    internal float[] Normalize(Picture picture, int width, int height)
    {
        var pixels = PillowResize.Lanczos(Opaque(picture), width, height).Pixels;
        var brightest = 0;
        for (var i = 0; i < pixels.Length; i += 4)
            brightest = Math.Max(brightest, Math.Max(pixels[i], Math.Max(pixels[i + 1], pixels[i + 2])));
        var plane = width * height;
        var values = new float[Channels * plane];
        var levels = new float[256];
        for (var c = 0; c < Channels; c++)
        {
            // Each level once, not each pixel.
            for (var level = 0; level < levels.Length; level++)
                levels[level] = (float)((level / Math.Max(brightest, Darkest) - network.Mean[c]) / network.Deviation[c]);
            for (var i = 0; i < plane; i++)
                values[c * plane + i] = levels[pixels[i * 4 + c]];
        }

        return values;
    }

    /// <summary>An output without any range tells nothing apart: no subject.</summary>
    private static byte[] Quantize(float[] saliency)
    {
        var (least, most) = (float.PositiveInfinity, float.NegativeInfinity);
        foreach (var value in saliency)
            (least, most) = (Math.Min(least, value), Math.Max(most, value));
        var levels = new byte[saliency.Length];
        for (var i = 0; i < levels.Length && most > least; i++)
            levels[i] = (byte)((saliency[i] - least) / (most - least) * 255);
        return levels;
    }

    private static byte[] Resize(byte[] mask, int fromWidth, int fromHeight, int width, int height)
    {
        var gray = new Picture(fromWidth, fromHeight);
        for (var i = 0; i < mask.Length; i++)
            gray.Pixels.AsSpan(i * 4, 4).Fill(mask[i]);
        for (var i = 3; i < gray.Pixels.Length; i += 4)
            gray.Pixels[i] = 255;
        var resized = PillowResize.Lanczos(gray, width, height).Pixels;
        var result = new byte[width * height];
        for (var i = 0; i < result.Length; i++)
            result[i] = resized[i * 4];
        return result;
    }

    private static Picture Opaque(Picture picture)
    {
        var pixels = (byte[])picture.Pixels.Clone();
        for (var i = 3; i < pixels.Length; i += 4)
            pixels[i] = 255;
        return new Picture(picture.Width, picture.Height, pixels);
    }
}
