namespace Hunyuan3D.Inference.ShapeGen.Relief;

/// <summary>
/// Gentle relief from shading: what is darker than its surroundings lies a little deeper. The luminance's band between two Gaussians, bounded, scales the half
/// thickness by at most <see cref="Amplitude"/>; it fades out towards the silhouette, which therefore stays where it is.
/// </summary>
internal static class ShadingRelief
{
    private const float Amplitude = 0.03f;

    // In units.
    private const float FineSigma = 0.012f;
    private const float CoarseSigma = 0.06f;
    private const float FadeWidth = 0.06f;

    // A luminance difference that gives about three quarters of the amplitude.
    private const float Contrast = 0.12f;

    /// <param name="luminance">[size, size] luminance times coverage, 0 to 1.</param>
    /// <param name="u">[size, size] squared half thickness.</param>
    /// <returns>[size, size] u, scaled where positive.</returns>
    public static float[] Apply(float[] coverage, float[] luminance, float[] distance, float[] u, int size)
    {
        var cell = 2f / size;
        var fine = GridBlur.Gaussian(luminance, size, FineSigma / cell);
        var fineWeight = GridBlur.Gaussian(coverage, size, FineSigma / cell);
        var coarse = GridBlur.Gaussian(luminance, size, CoarseSigma / cell);
        var coarseWeight = GridBlur.Gaussian(coverage, size, CoarseSigma / cell);
        var relief = (float[])u.Clone();
        Parallel.For(0, size, y =>
        {
            for (var i = y * size; i < (y + 1) * size; i++)
            {
                if (distance[i] <= 0) continue;
                const float Least = 1e-3f;
                var band = fine[i] / Math.Max(fineWeight[i], Least) - coarse[i] / Math.Max(coarseWeight[i], Least);
                var fade = Math.Min(1, distance[i] * cell / FadeWidth);
                var scale = 1 + Amplitude * fade * fade * (3 - 2 * fade) * MathF.Tanh(band / Contrast);
                relief[i] *= scale * scale;
            }
        });
        return relief;
    }
}
