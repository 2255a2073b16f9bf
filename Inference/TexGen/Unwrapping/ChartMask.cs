using System.Numerics;

namespace Hunyuan3D.Inference.TexGen.Unwrapping;

/// <summary>The packing cells that a chart touches at one scale, in its four quarter turns.</summary>
internal sealed class ChartMask
{
    /// <summary>Added around every face, in cells: more than the rounding of UVs to the lattice can move it.</summary>
    private const double Margin = 1.0 / 512;

    private ChartMask(int width, int height, CellSpan[][] turns) => (Width, Height, Turns) = (width, height, turns);

    /// <summary>Cells across, before a turn.</summary>
    public int Width { get; }

    /// <summary>Cells up, before a turn.</summary>
    public int Height { get; }

    /// <summary>[4]: the spans after that many quarter turns counter-clockwise; the longest come first, since they exclude most.</summary>
    public CellSpan[][] Turns { get; }

    public int WidthAfter(int turn) => turn % 2 == 0 ? Width : Height;

    public int HeightAfter(int turn) => turn % 2 == 0 ? Height : Width;

    /// <param name="cellsPerUnit">The scale.</param>
    /// <param name="limit">Cells across the atlas.</param>
    /// <returns>Null where the chart is larger than the atlas.</returns>
    public static ChartMask? Create(AlignedChart aligned, double cellsPerUnit, int limit)
    {
        var (columns, rows) = (aligned.Width * cellsPerUnit + Margin, aligned.Height * cellsPerUnit + Margin);
        if (!(columns < limit && rows < limit))
            return null;
        var (width, height) = ((int)columns + 1, (int)rows + 1);
        var raster = new CellRaster(width, height);
        for (var face = 0; face < aligned.Chart.Faces.Length; face++)
            Cover(aligned.Chart, face, cellsPerUnit, raster);
        var across = raster.RowSpans();
        var up = raster.ColumnSpans();

        // A quarter turn counter-clockwise takes cell (x, y) to (height - 1 - y, x): columns become rows, from their tops.
        var turned = Array.ConvertAll(up, s => s with { Start = height - s.Start - s.Length });
        CellSpan[][] turns =
        [
            across,
            turned,
            Array.ConvertAll(across, s => new CellSpan(height - 1 - s.Row, width - s.Start - s.Length, s.Length)),
            Array.ConvertAll(turned, s => new CellSpan(width - 1 - s.Row, height - s.Start - s.Length, s.Length)),
        ];
        foreach (var spans in turns)
            Array.Sort(spans, static (p, q) => p.Length != q.Length ? q.Length - p.Length : p.Row != q.Row ? p.Row - q.Row : p.Start - q.Start);
        return new ChartMask(width, height, turns);
    }

    private static void Cover(Chart chart, int face, double scale, CellRaster raster)
    {
        var (a, b, c) = (chart.Corners[3 * face], chart.Corners[3 * face + 1], chart.Corners[3 * face + 2]);
        var p = new Vector2((float)(chart.X[a] * scale), (float)(chart.Y[a] * scale));
        var q = new Vector2((float)(chart.X[b] * scale), (float)(chart.Y[b] * scale));
        var r = new Vector2((float)(chart.X[c] * scale), (float)(chart.Y[c] * scale));
        raster.Cover(p, q, r, (float)Margin);
    }
}
