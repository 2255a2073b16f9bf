using System.Numerics;

namespace Hunyuan3D.Inference.Imaging.Segmentation;

/// <summary>How far every pixel is from the background's colour, squared and in units of the background's own spread.</summary>
internal static class BackgroundDistance
{
    /// <summary>
    /// The least spread believed (Oklab lightness and opponent colours): 8-bit steps, JPEG and small errors of the surface.
    /// </summary>
    private static readonly Vector3 LeastSpread = new(0.008f, 0.004f, 0.004f);

    /// <summary>The largest spread believed: past it the "background" is a mixture of things.</summary>
    private static readonly Vector3 LargestSpread = new(0.06f, 0.03f, 0.03f);

    /// <summary>One pixel in so many is plenty to take a median of; a prime, so that it meets no pattern.</summary>
    private const int Stride = 13;

    /// <param name="expected">[height, width]: the background's colour.</param>
    /// <param name="background">The pixels that the spread is measured on.</param>
    /// <returns>[height, width]; about 3 on average where there is background.</returns>
    public static float[] Measure(WorkImage image, Vector3[] expected, bool[] background)
    {
        var residuals = new Vector3[image.Colours.Length];
        for (var i = 0; i < residuals.Length; i++)
            residuals[i] = image.Colours[i] - expected[i];
        var scale = Vector3.One / Vector3.Clamp(Spread(residuals, background), LeastSpread, LargestSpread);
        var distances = new float[residuals.Length];
        for (var i = 0; i < distances.Length; i++)
            distances[i] = (residuals[i] * scale).LengthSquared();
        return distances;
    }

    /// <summary>
    /// Per channel 1.4826 times the median absolute residual, which is the standard deviation of normal noise and ignores strays.
    /// </summary>
    private static Vector3 Spread(Vector3[] residuals, bool[] background)
    {
        var spread = Vector3.Zero;
        var values = new List<float>();
        for (var c = 0; c < 3; c++)
        {
            values.Clear();
            for (var i = 0; i < residuals.Length; i += Stride)
            {
                if (background[i])
                    values.Add(Math.Abs(residuals[i][c]));
            }

            values.Sort();
            spread[c] = values.Count == 0 ? 0 : 1.4826f * values[values.Count / 2];
        }

        return spread;
    }
}
