using Hunyuan3D.Inference.Tensors;

namespace Hunyuan3D.Inference.Networks;

/// <summary>
/// The picture as DINOv2 wants it: resized with antialiasing (torchvision's bilinear <c>Resize</c>: a triangle filter as wide as the scale) and
/// normalised with ImageNet's statistics.
/// </summary>
internal static class EncoderInput
{
    private static readonly float[] Mean = [0.485f, 0.456f, 0.406f];
    private static readonly float[] Deviation = [0.229f, 0.224f, 0.225f];

    /// <param name="pictures">[views, 3, from, from] f32 in -1..1.</param>
    /// <returns>[views, 3, size, size] f32.</returns>
    public static TensorData Prepare(TensorData pictures, int size)
    {
        var (planes, from) = ((int)(pictures.Shape[0] * 3), (int)pictures.Shape[^1]);
        var taps = Enumerable.Range(0, size).Select(index => Taps(index, from, size)).ToArray();
        var result = new float[planes * size * size];
        Parallel.For(0, planes, plane =>
        {
            var source = pictures.Values.AsSpan(plane * from * from, from * from);
            var rows = new float[from * size];
            for (var y = 0; y < from; y++)
            {
                for (var x = 0; x < size; x++)
                    rows[y * size + x] = Weighted(source[(y * from)..], 1, taps[x]);
            }

            var target = result.AsSpan(plane * size * size, size * size);
            var (mean, deviation) = (Mean[plane % 3], Deviation[plane % 3]);
            for (var y = 0; y < size; y++)
            {
                for (var x = 0; x < size; x++)
                    target[y * size + x] = ((Weighted(rows.AsSpan(x), size, taps[y]) + 1) / 2 - mean) / deviation;
            }
        });
        return new TensorData(result, pictures.Shape[0], 3, size, size);
    }

    private static float Weighted(ReadOnlySpan<float> values, int stride, (int First, float[] Weights) taps)
    {
        var sum = 0f;
        for (var i = 0; i < taps.Weights.Length; i++)
            sum += values[(taps.First + i) * stride] * taps.Weights[i];
        return sum;
    }

    private static (int First, float[] Weights) Taps(int index, int from, int to)
    {
        var scale = (double)from / to;
        var support = Math.Max(scale, 1);
        var centre = (index + 0.5) * scale;
        var first = Math.Max((int)(centre - support + 0.5), 0);
        var last = Math.Min((int)(centre + support + 0.5), from);
        var weights = Enumerable.Range(first, last - first).Select(source => Math.Max(0, 1 - Math.Abs((source + 0.5 - centre) / support))).ToArray();
        var sum = weights.Sum();
        return (first, weights.Select(weight => (float)(weight / sum)).ToArray());
    }
}
