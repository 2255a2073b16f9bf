namespace Hunyuan3D.Inference.TexGen.Unwrapping;

/// <summary>
/// Turns a chart to its smallest enclosing rectangle and moves it to the positive quadrant. One side of that rectangle lies on an edge of the convex
/// hull (Freeman and Shapira 1975); the hull is Andrew's monotone chain over the border, O(border log border), and the hull's edges are tried in turn.
/// </summary>
internal static class ChartAligner
{
    /// <summary>Hull edges tried, longest first: a round chart has thousands, and all give nearly the same rectangle.</summary>
    private const int MostEdges = 64;

    public static AlignedChart Align(Chart chart)
    {
        var border = Border(chart.Corners);
        var hull = Hull(chart, border);
        var (cos, sin, best) = (1.0, 0.0, double.MaxValue);
        var edges = Enumerable.Range(0, hull.Count).OrderByDescending(i => Length(hull[i], hull[(i + 1) % hull.Count])).Take(MostEdges);
        foreach (var i in edges)
        {
            var (a, b) = (hull[i], hull[(i + 1) % hull.Count]);
            var length = Length(a, b);
            if (!(length > 0))
                continue;
            var (c, s) = ((b.X - a.X) / length, (b.Y - a.Y) / length);
            var (left, right, bottom, top) = Bounds(hull, c, s);
            if ((right - left) * (top - bottom) < best)
                (best, cos, sin) = ((right - left) * (top - bottom), c, s);
        }

        var box = Bounds(hull, cos, sin);
        var (x, y) = (new double[chart.X.Length], new double[chart.X.Length]);
        for (var v = 0; v < x.Length; v++)
        {
            x[v] = chart.X[v] * cos + chart.Y[v] * sin - box.Left;
            y[v] = chart.Y[v] * cos - chart.X[v] * sin - box.Bottom;
        }

        var aligned = chart with { X = x, Y = y };
        var (area, borderLength) = (0.0, 0.0);
        for (var f = 0; f < chart.Faces.Length; f++)
            area += aligned.Area(f);
        for (var i = 0; i < border.Length; i += 2)
            borderLength += Length((x[border[i]], y[border[i]]), (x[border[i + 1]], y[border[i + 1]]));
        return new AlignedChart(aligned, box.Right - box.Left, box.Top - box.Bottom, area, border, borderLength);
    }

    /// <summary>The ends of the edges that only one face has.</summary>
    private static int[] Border(int[] corners)
    {
        var keys = new long[corners.Length];
        for (var c = 0; c < corners.Length; c++)
        {
            var (a, b) = (corners[c], corners[FaceAdjacency.Next(c)]);
            keys[c] = (long)Math.Min(a, b) << 32 | (uint)Math.Max(a, b);
        }

        Array.Sort(keys);
        var border = new List<int>();
        for (var i = 0; i < keys.Length; i++)
        {
            if ((i == 0 || keys[i - 1] != keys[i]) && (i + 1 == keys.Length || keys[i + 1] != keys[i]))
                border.AddRange([(int)(keys[i] >> 32), (int)keys[i]]);
        }

        return [.. border];
    }

    private static double Length((double X, double Y) a, (double X, double Y) b) =>
        Math.Sqrt((b.X - a.X) * (b.X - a.X) + (b.Y - a.Y) * (b.Y - a.Y));

    private static (double Left, double Right, double Bottom, double Top) Bounds(List<(double X, double Y)> hull, double cos, double sin)
    {
        var (left, right, bottom, top) = (double.MaxValue, double.MinValue, double.MaxValue, double.MinValue);
        foreach (var (x, y) in hull)
        {
            var (u, v) = (x * cos + y * sin, y * cos - x * sin);
            (left, right) = (Math.Min(left, u), Math.Max(right, u));
            (bottom, top) = (Math.Min(bottom, v), Math.Max(top, v));
        }

        return (left, right, bottom, top);
    }

    private static List<(double X, double Y)> Hull(Chart chart, int[] border)
    {
        var points = Array.ConvertAll(border, v => (X: chart.X[v], Y: chart.Y[v]));
        Array.Sort(points);
        var hull = new List<(double X, double Y)>();
        Chain(points, hull);
        var lower = hull.Count - 1;
        Array.Reverse(points);
        hull.RemoveAt(lower);
        Chain(points, hull);
        if (hull.Count > 1)
            hull.RemoveAt(hull.Count - 1);
        return hull;
    }

    private static void Chain((double X, double Y)[] points, List<(double X, double Y)> hull)
    {
        var first = hull.Count;
        foreach (var p in points)
        {
            while (hull.Count - first >= 2 && Turn(hull[^2], hull[^1], p) <= 0)
                hull.RemoveAt(hull.Count - 1);
            hull.Add(p);
        }
    }

    private static double Turn((double X, double Y) a, (double X, double Y) b, (double X, double Y) c) =>
        (b.X - a.X) * (c.Y - a.Y) - (b.Y - a.Y) * (c.X - a.X);
}
