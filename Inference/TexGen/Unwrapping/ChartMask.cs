namespace Hunyuan3D.Inference.TexGen.Unwrapping;

/// <summary>The packing cells that a chart touches at one scale, in its four quarter turns.</summary>
internal sealed class ChartMask
{
    private ChartMask(int width, int height, CellSpan[][] turns) => (Width, Height, Turns) = (width, height, turns);

    /// <summary>Cells across, before a turn.</summary>
    public int Width { get; }

    /// <summary>Cells up, before a turn.</summary>
    public int Height { get; }

    /// <summary>[4]: the spans after that many quarter turns counter-clockwise; the longest come first, since they exclude most.</summary>
    public CellSpan[][] Turns { get; }

    public int WidthAfter(int turn) => turn % 2 == 0 ? Width : Height;

    public int HeightAfter(int turn) => turn % 2 == 0 ? Height : Width;

    ///     /// <param name="cellsPerUnit">The scale.</param>
    /// <param name="limit">Cells across the atlas.</param>
    /// <returns>Null where the chart is larger than the atlas.</returns>
    public static ChartMask? Create(AlignedChart aligned, double cellsPerUnit, int limit)
    {
        var (columns, rows) = (aligned.Width * cellsPerUnit + Margin, aligned.Height * cellsPerUnit + Margin);
        if (!(columns < limit && rows < limit))
            return null;
        var (width, height) = ((int)columns + 1, (int)rows + 1);
        var chart = aligned.Chart;
        var raster = new bool[width * height];
        for (var face = 0; face < chart.Faces.Length; face++)
            Cover(chart, face, cellsPerUnit, raster, width, height);
        var turns = new CellSpan[4][];
        for (var turn = 0; turn < 4; turn++)
            turns[turn] = Spans(raster, width, height, turn);
        return new ChartMask(width, height, turns);
    }

    /// <summary>Added around every face, in cells: more than the rounding of UVs to the lattice can move it.</summary>
    private const double Margin = 1.0 / 512;

    private static void Cover(Chart chart, int face, double scale, bool[] raster, int width, int height)
    {
        var (a, b, c) = (chart.Corners[3 * face], chart.Corners[3 * face + 1], chart.Corners[3 * face + 2]);
        var (ax, ay) = (chart.X[a] * scale, chart.Y[a] * scale);
        var (bx, by) = (chart.X[b] * scale, chart.Y[b] * scale);
        var (cx, cy) = (chart.X[c] * scale, chart.Y[c] * scale);
        var first = Math.Max(0, (int)(Math.Min(ay, Math.Min(by, cy)) - Margin));
        var last = Math.Min(height - 1, (int)(Math.Max(ay, Math.Max(by, cy)) + Margin));
        for (var row = first; row <= last; row++)
        {
            double left = double.MaxValue, right = double.MinValue, low = row - Margin, high = row + 1 + Margin;
            Clip(ax, ay, bx, by);
            Clip(bx, by, cx, cy);
            Clip(cx, cy, ax, ay);
            var start = Math.Max(0, (int)(left - Margin));
            var end = Math.Min(width - 1, (int)(right + Margin));
            if (start <= end)
                raster.AsSpan(row * width + start, end - start + 1).Fill(true);

            void Clip(double px, double py, double qx, double qy)
            {
                if (py > qy)
                    (px, py, qx, qy) = (qx, qy, px, py);
                if (py > high || qy < low)
                    return;
                var slope = qy > py ? (qx - px) / (qy - py) : 0;
                var from = py < low ? px + slope * (low - py) : px;
                var to = qy > high ? px + slope * (high - py) : qx;
                left = Math.Min(left, Math.Min(from, to));
                right = Math.Max(right, Math.Max(from, to));
            }
        }
    }

    private static CellSpan[] Spans(bool[] raster, int width, int height, int turn)
    {
        var (across, up) = turn % 2 == 0 ? (width, height) : (height, width);

        // Cell (x, y) of the turned raster is cell origin + x * stepX + y * stepY of the raster.
        var (origin, stepX, stepY) = turn switch
        {
            0 => (0, 1, width),
            1 => ((height - 1) * width, -width, 1),
            2 => (raster.Length - 1, -1, -width),
            _ => (width - 1, width, -1),
        };
        var spans = new List<CellSpan>(up);
        for (var y = 0; y < up; y++)
        {
            var start = -1;
            for (var x = 0; x <= across; x++)
            {
                var inside = x < across && raster[origin + x * stepX + y * stepY];
                if (inside && start < 0)
                    start = x;
                if (!inside && start >= 0)
                {
                    spans.Add(new CellSpan(y, start, x - start));
                    start = -1;
                }
            }
        }

        spans.Sort((p, q) => p.Length != q.Length ? q.Length.CompareTo(p.Length) : p.Row != q.Row ? p.Row.CompareTo(q.Row) : p.Start.CompareTo(q.Start));
        return [.. spans];
    }
}
