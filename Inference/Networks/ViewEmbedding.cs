using Hunyuan3D.Inference.Imaging;

namespace Hunyuan3D.Inference.Networks;

/// <summary>
/// The sinusoid that tells the multi-view model which side a token comes from: the same vector for every token of a view, computed and not stored.
/// </summary>
internal static class ViewEmbedding
{
    /// <returns>[width] f32: sin(p w_k), then cos(p w_k), w_k = 10000^(-2k / width).</returns>
    public static float[] Compute(ViewSide side, int width)
    {
        var result = new float[width];
        var half = width / 2;
        for (var k = 0; k < half; k++)
        {
            var angle = (int)side * Math.Pow(10000, -(double)k / half);
            result[k] = (float)Math.Sin(angle);
            result[half + k] = (float)Math.Cos(angle);
        }

        return result;
    }
}
