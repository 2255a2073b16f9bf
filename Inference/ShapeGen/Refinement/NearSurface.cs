namespace Hunyuan3D.Inference.ShapeGen.Refinement;

/// <summary>
/// Which points of an evaluated grid have the surface near, by upstream's rules (<c>extract_near_surface_volume_fn</c> and the logit band of
/// <c>HierarchicalVolumeDecoding</c>). A point that was not evaluated is never near and never makes a neighbour so.
/// </summary>
internal static class NearSurface
{
    /// <summary>The logit of points that were not evaluated.</summary>
    public const float NotEvaluated = -10000;

    // Upstream: values at or below count as not evaluated, values in the band always as near.
    private const float LeastEvaluated = -9000;
    private const float Band = 0.95f;

    /// <summary>Points with a neighbour of another sign, or in the band around zero: those that refinement starts from.</summary>
    /// <param name="values">[points, points, points] f32.</param>
    /// <remarks>
    /// Upstream adds the level where marching cubes subtracts it. With a level other than zero the sign changes at the true level are added to
    /// upstream's, so that the surface that will be extracted has no holes.
    /// </remarks>
    public static BitGrid Find(float[] values, int points, float mcLevel)
    {
        var near = SignChanges(values, points, mcLevel);
        var atTrueLevel = mcLevel == 0 ? null : SignChanges(values, points, -mcLevel);
        Parallel.For(0, points, i =>
        {
            for (var j = 0; j < points; j++)
            {
                var row = near.Row(i, j);
                var first = (i * points + j) * points;
                for (var k = 0; k < points; k++)
                    row[k >> 6] |= Math.Abs(values[first + k]) < Band ? 1UL << (k & 63) : 0;
                if (atTrueLevel is null)
                    continue;
                var others = atTrueLevel.Row(i, j);
                for (var w = 0; w < row.Length; w++)
                    row[w] |= others[w];
            }
        });
        return near;
    }

    /// <summary>Points with one of six neighbours whose sign differs after <paramref name="offset"/> is added; zero is a sign of its own.</summary>
    public static BitGrid SignChanges(float[] values, int points, float offset)
    {
        BitGrid positive = new(points), negative = new(points), zero = new(points), near = new(points);
        Parallel.For(0, points, i =>
        {
            for (var j = 0; j < points; j++)
                ReadSigns(values.AsSpan((i * points + j) * points, points), offset, positive.Row(i, j), negative.Row(i, j), zero.Row(i, j));
        });

        Parallel.For(0, points, i =>
        {
            for (var j = 0; j < points; j++)
            {
                var row = near.Row(i, j);
                var signs = new RowSigns(positive.Row(i, j), negative.Row(i, j), zero.Row(i, j));
                foreach (var (otherI, otherJ) in (ReadOnlySpan<(int, int)>)[(i - 1, j), (i + 1, j), (i, j - 1), (i, j + 1)])
                {
                    if ((uint)otherI < (uint)points && (uint)otherJ < (uint)points)
                        signs.MarkDifferent(new RowSigns(positive.Row(otherI, otherJ), negative.Row(otherI, otherJ), zero.Row(otherI, otherJ)), row);
                }

                signs.MarkDifferentAlong(row);
            }
        });
        return near;
    }

    private static void ReadSigns(ReadOnlySpan<float> values, float offset, Span<ulong> positive, Span<ulong> negative, Span<ulong> zero)
    {
        for (var k = 0; k < values.Length; k++)
        {
            var value = values[k] + offset;
            if (!(value > LeastEvaluated))
                continue;
            var bit = 1UL << (k & 63);
            if (value > 0)
                positive[k >> 6] |= bit;
            else if (value < 0)
                negative[k >> 6] |= bit;
            else
                zero[k >> 6] |= bit;
        }
    }

    private readonly ref struct RowSigns(ReadOnlySpan<ulong> positive, ReadOnlySpan<ulong> negative, ReadOnlySpan<ulong> zero)
    {
        private readonly ReadOnlySpan<ulong> _positive = positive;
        private readonly ReadOnlySpan<ulong> _negative = negative;
        private readonly ReadOnlySpan<ulong> _zero = zero;

        public void MarkDifferent(RowSigns other, Span<ulong> marks)
        {
            for (var w = 0; w < marks.Length; w++)
                marks[w] |= Different(w, other._positive[w], other._negative[w], other._zero[w]);
        }

        // The neighbours at k - 1 and k + 1.
        public void MarkDifferentAlong(Span<ulong> marks)
        {
            for (var w = 0; w < marks.Length; w++)
            {
                marks[w] |= Different(w, Before(_positive, w), Before(_negative, w), Before(_zero, w));
                marks[w] |= Different(w, After(_positive, w), After(_negative, w), After(_zero, w));
            }
        }

        private ulong Different(int w, ulong positive, ulong negative, ulong zero) =>
            (_positive[w] & (negative | zero)) | (_negative[w] & (positive | zero)) | (_zero[w] & (positive | negative));

        private static ulong Before(ReadOnlySpan<ulong> row, int w) => (row[w] << 1) | (w > 0 ? row[w - 1] >> 63 : 0);

        private static ulong After(ReadOnlySpan<ulong> row, int w) => (row[w] >> 1) | (w + 1 < row.Length ? row[w + 1] << 63 : 0);
    }
}
