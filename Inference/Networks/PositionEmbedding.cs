namespace Hunyuan3D.Inference.Networks;

/// <summary>
/// Resizes a grid of position embeddings as DINOv2 does when the picture is not of the size it was trained at: bicubic with A = -0.75, half-pixel centres,
/// clamped at the edge, no antialiasing, by target size (torch <c>interpolate(mode='bicubic', size=...)</c>).
/// </summary>
internal static class PositionEmbedding
{
    private const double A = -0.75;

    /// <param name="source">[from * from, width] f32.</param>
    /// <returns>[to * to, width] f32.</returns>
    public static float[] Resize(ReadOnlySpan<float> source, int from, int to, int width)
    {
        if (from == to)
            return source.ToArray();
        var taps = Enumerable.Range(0, to).Select(index => Taps(index, from, to)).ToArray();
        var result = new float[to * to * width];
        for (var row = 0; row < to; row++)
        {
            for (var column = 0; column < to; column++)
            {
                var target = result.AsSpan((row * to + column) * width, width);
                foreach (var (y, wy) in taps[row])
                {
                    foreach (var (x, wx) in taps[column])
                        System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(source.Slice((y * from + x) * width, width), (float)(wy * wx), target, target);
                }
            }
        }

        return result;
    }

    private static (int Index, double Weight)[] Taps(int index, int from, int to)
    {
        var position = (index + 0.5) * from / to - 0.5;
        var floor = (int)Math.Floor(position);
        return Enumerable.Range(-1, 4)
            .Select(offset => (Math.Clamp(floor + offset, 0, from - 1), Cubic(Math.Abs(position - (floor + offset)))))
            .ToArray();
    }

    private static double Cubic(double x) => x <= 1
        ? ((A + 2) * x - (A + 3)) * x * x + 1
        : ((A * x - 5 * A) * x + 8 * A) * x - 4 * A;
}
