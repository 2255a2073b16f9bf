namespace Hunyuan3D.Inference.ShapeGen.Relief;

/// <summary>
/// How deep the solid is where a side picture is given: r(z, y), the effective depth, which the front's inflation u is compared with (the solid is u &gt; r^2).
/// Without a side picture r = |z|.
/// <para>
/// With U_f(y) the largest inflation of the front's row y and U_s(y) the side's on its <see cref="SideSpine"/>, r^2 = U_f / U_s (U_s - u_s(z, y)). So every row
/// has the aspect ratio that the pictures show, a row's cross-section is an ellipse rather than the visual hull's rectangle, its thin parts are thin in depth
/// too, and both silhouettes are kept: r = 0 on the spine leaves the front's silhouette u = 0, and at the front's crest u = r^2 is the side's silhouette
/// u_s = 0. A part of the side's row thicker than its spine is measured against its own crest.
/// </para>
/// </summary>
internal sealed class DepthProfile
{
    private const float LargestAspect = 9; // squared

    // In units: side surfaces face the viewer, so the stairs of the side's pixels must not show; and a part may end in one picture a little before it does in the other.
    private const float SideSigma = 0.008f;
    private const float AspectSigma = 0.02f;

    private readonly float[] _middle;

    private DepthProfile(SlopedGrid depth, float[] middle) => (Depth, _middle) = (depth, middle);

    /// <summary>r(z, y).</summary>
    public SlopedGrid Depth { get; }

    /// <summary>The z of the spine: what lies before it is the front half.</summary>
    public float Middle(float y) => _middle[Math.Clamp((int)((y + 1) * 0.5f * _middle.Length), 0, _middle.Length - 1)];

    /// <param name="mirrored">z runs against the picture's columns.</param>
    public static DepthProfile Of(SilhouetteProfile front, SilhouetteProfile side, bool mirrored)
    {
        var size = front.Size;
        var u = GridBlur.Gaussian(side.U, size, SideSigma * size / 2);
        var spine = SideSpine.Find(u, side.Distance, size);
        var frontCrest = new float[size];
        var sideCrest = new float[size];
        for (var y = 0; y < size; y++)
        {
            frontCrest[y] = Largest(front.U.AsSpan(y * size, size));
            sideCrest[y] = u[y * size + spine[y]];
        }

        var aspect = Aspect(frontCrest, sideCrest, size);
        var depth = new float[size * size];
        Parallel.For(0, size, y => FillRow(u.AsSpan(y * size, size), sideCrest[y], aspect[y], depth.AsSpan(y * size, size)));
        return new DepthProfile(SlopedGrid.Of(depth, size, mirrored), SmoothMiddle(spine, mirrored));
    }

    private static float[] SmoothMiddle(int[] spine, bool mirrored)
    {
        var (size, reach) = (spine.Length, (int)(2 * AspectSigma * spine.Length / 2));
        var middle = new float[size];
        for (var y = 0; y < size; y++)
        {
            var rows = spine.AsSpan(Math.Max(0, y - reach)..Math.Min(size, y + reach + 1));
            var sum = 0f;
            foreach (var column in rows) sum += (column + 0.5f) * 2 / size - 1;
            middle[y] = sum / rows.Length * (mirrored ? -1 : 1);
        }

        return middle;
    }

    private static void FillRow(ReadOnlySpan<float> u, float spineCrest, float aspect, Span<float> depth)
    {
        for (var start = 0; start < u.Length;)
        {
            // A run on one side of the silhouette.
            var inside = u[start] > 0;
            var end = start + 1;
            while (end < u.Length && u[end] > 0 == inside) end++;
            var crest = inside ? Math.Max(spineCrest, Largest(u[start..end])) : spineCrest;
            for (var x = start; x < end; x++) depth[x] = MathF.Sqrt(aspect * Math.Max(0, crest - u[x]));
            start = end;
        }
    }

    private static float Largest(ReadOnlySpan<float> values)
    {
        var largest = values[0];
        foreach (var value in values) largest = Math.Max(largest, value);
        return largest;
    }

    // The smoothed ratio of the crests; rows where either picture shows nothing take it from their neighbours.
    private static float[] Aspect(float[] front, float[] side, int size)
    {
        var sigma = AspectSigma * size / 2;
        var reach = (int)(3 * sigma) + 1;
        var aspect = new float[size];
        for (var y = 0; y < size; y++)
        {
            double f = 0, s = 0;
            for (var row = Math.Max(0, y - reach); row <= Math.Min(size - 1, y + reach); row++)
            {
                if (front[row] <= 0 || side[row] <= 0) continue;
                var weight = Math.Exp(-0.5 * (row - y) * (row - y) / (sigma * sigma));
                f += weight * front[row];
                s += weight * side[row];
            }

            aspect[y] = s > 0 ? (float)Math.Clamp(f / s, 1 / LargestAspect, LargestAspect) : 1;
        }

        return aspect;
    }
}
