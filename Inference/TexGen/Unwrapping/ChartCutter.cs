namespace Hunyuan3D.Inference.TexGen.Unwrapping;

/// <summary>
/// Cuts charts that fill their enclosing rectangles badly, such as bent or branched ones, along straight lines: what a rectangle wastes, packing
/// mostly wastes too. The cut that saves most rectangle area goes first, until the charts fill the asked part of their rectangles or no cut saves
/// enough for its seam. Both sides keep their places, so they stay valid. Cost: O(border vertices) a chart and cut.
/// </summary>
internal static class ChartCutter
{
    /// <summary>Directions in half a turn; even, so that each has its perpendicular.</summary>
    private const int Directions = 16;

    private const int Offsets = 8;

    /// <summary>A cut has to save this part of the area of all charts, and of the rectangle that it cuts.</summary>
    private const double LeastSaving = 0.002, LeastOwnSaving = 0.08;

    /// <param name="charts">Aligned.</param>
    /// <param name="fill">The part of the rectangles' area to be filled, 0 to 1.</param>
    /// <param name="most">The number of charts not to go beyond.</param>
    public static AlignedChart[] Cut(UnwrapSurface surface, AlignedChart[] charts, double fill, int most, CancellationToken cancellationToken)
    {
        if (charts.Length >= most)
            return charts;
        var builder = new ChartBuilder(surface);
        var result = charts.ToList();
        var queue = new PriorityQueue<(int Index, Line Line), double>();
        var rectangles = 0.0;
        for (var i = 0; i < charts.Length; i++)
        {
            rectangles += Rectangle(charts[i]);
            Offer(i);
        }

        while (surface.TotalArea < fill * rectangles && result.Count < most && queue.TryDequeue(out var next, out _))
        {
            cancellationToken.ThrowIfCancellationRequested();
            rectangles -= Rectangle(result[next.Index]);
            var parts = Halve(builder, result[next.Index].Chart, next.Line);
            for (var i = 0; i < parts.Count; i++)
            {
                var index = i == 0 ? next.Index : result.Count;
                if (i > 0)
                    result.Add(parts[i]);
                result[index] = parts[i];
                rectangles += Rectangle(parts[i]);
                Offer(index);
            }
        }

        return [.. result];

        void Offer(int index)
        {
            if (Best(result[index]) is var (line, saving) && saving > LeastSaving * surface.TotalArea)
                queue.Enqueue((index, line), -saving);
        }
    }

    /// <summary>Halves the charts with the longest rectangles across, the given part of all and at least one: small pieces pack better than few large ones.</summary>
    public static AlignedChart[] HalveLongest(UnwrapSurface surface, AlignedChart[] charts, double part)
    {
        var builder = new ChartBuilder(surface);
        var count = Math.Max(1, (int)(part * charts.Length));
        var longest = Enumerable.Range(0, charts.Length).OrderByDescending(i => charts[i].Width + charts[i].Height).Take(count).ToHashSet();
        return [.. charts.SelectMany((chart, i) => longest.Contains(i) ? Halve(builder, chart.Chart, Middle(chart)) : [chart])];
    }

    private static Line Middle(AlignedChart chart) =>
        chart.Width >= chart.Height ? new Line(1, 0, chart.Width / 2) : new Line(0, 1, chart.Height / 2);

    private static double Rectangle(AlignedChart chart) => chart.Width * chart.Height;

    private static List<AlignedChart> Halve(ChartBuilder builder, Chart chart, Line line)
    {
        var (low, high) = (new List<int>(), new List<int>());
        for (var f = 0; f < chart.Faces.Length; f++)
        {
            var sum = 0.0;
            for (var c = 3 * f; c < 3 * f + 3; c++)
                sum += chart.X[chart.Corners[c]] * line.X + chart.Y[chart.Corners[c]] * line.Y;
            (sum < 3 * line.Offset ? low : high).Add(f);
        }

        var parts = new List<AlignedChart>();
        foreach (var side in new[] { low, high })
        {
            if (side.Count == 0)
                continue;
            foreach (var part in builder.LocalComponents(chart, side))
                parts.Add(ChartAligner.Align(builder.Part(chart, part)));
        }

        return parts;
    }

    /// <summary>The line that leaves the least area in the two sides' rectangles, and how much less that is.</summary>
    private static (Line Line, double Saving) Best(AlignedChart aligned)
    {
        var (chart, border) = (aligned.Chart, aligned.Border);
        var (lows, highs) = (new double[Directions], new double[Directions]);
        Span<double> cos = stackalloc double[Directions], sin = stackalloc double[Directions];
        Array.Fill(lows, double.MaxValue);
        Array.Fill(highs, double.MinValue);
        var along = new double[border.Length * Directions];
        for (var d = 0; d < Directions; d++)
        {
            (sin[d], cos[d]) = Math.SinCos(Math.PI * d / Directions);
            for (var i = 0; i < border.Length; i++)
            {
                var value = chart.X[border[i]] * cos[d] + chart.Y[border[i]] * sin[d];
                along[i * Directions + d] = value;
                (lows[d], highs[d]) = (Math.Min(lows[d], value), Math.Max(highs[d], value));
            }
        }

        var whole = Rectangle(aligned);
        var best = (Line: default(Line), Saving: LeastOwnSaving * whole);
        var found = false;
        var (left, right) = (new Extents(Directions), new Extents(Directions));
        for (var d = 0; d < Directions; d++)
        {
            for (var k = 1; k < Offsets; k++)
            {
                var offset = lows[d] + (highs[d] - lows[d]) * k / Offsets;
                left.Clear();
                right.Clear();
                for (var i = 0; i < border.Length; i += 2)
                {
                    var p = along.AsSpan(i * Directions, Directions);
                    var q = along.AsSpan((i + 1) * Directions, Directions);

                    // An edge that the line crosses is an end of the cut, and belongs to both sides.
                    if (p[d] < offset || q[d] < offset)
                        left.Add(p, q);
                    if (p[d] >= offset || q[d] >= offset)
                        right.Add(p, q);
                }

                var saving = whole - left.Rectangle() - right.Rectangle();
                if (saving > best.Saving)
                    (best, found) = ((new Line(cos[d], sin[d], offset), saving), true);
            }
        }

        return found ? best : default;
    }

    /// <summary>The points with <c>X x + Y y = Offset</c>.</summary>
    private readonly record struct Line(double X, double Y, double Offset);

    /// <summary>How far a set of points reaches in each direction.</summary>
    private sealed class Extents(int directions)
    {
        private readonly double[] _low = new double[directions], _high = new double[directions];

        public void Clear()
        {
            Array.Fill(_low, double.MaxValue);
            Array.Fill(_high, double.MinValue);
        }

        public void Add(ReadOnlySpan<double> p, ReadOnlySpan<double> q)
        {
            for (var d = 0; d < _low.Length; d++)
            {
                _low[d] = Math.Min(_low[d], Math.Min(p[d], q[d]));
                _high[d] = Math.Max(_high[d], Math.Max(p[d], q[d]));
            }
        }

        /// <summary>The smallest rectangle along any of the directions.</summary>
        public double Rectangle()
        {
            var best = double.MaxValue;
            for (var d = 0; d < _low.Length / 2; d++)
            {
                var across = d + _low.Length / 2;
                best = Math.Min(best, Math.Max(0, _high[d] - _low[d]) * Math.Max(0, _high[across] - _low[across]));
            }

            return best;
        }
    }
}
