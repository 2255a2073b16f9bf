using System.Collections;
using System.Numerics;

namespace Hunyuan3D.Inference.TexGen.GivenMeshes;

/// <summary>
/// Which part of the UV square faces use, as a grid of cells: a face uses a cell whose centre it covers. A centre on the edge between two faces belongs to one of
/// them, so faces side by side use no cell twice.
/// </summary>
internal sealed class UsedCells
{
    /// <summary>Cells along a side, and all of them.</summary>
    public const int Side = 1024, Count = Side * Side;

    private readonly BitArray _used = new(Count);

    /// <summary>Cells that some face uses.</summary>
    public int Used { get; private set; }

    /// <summary>Uses of cells beyond the first.</summary>
    public long Repeated { get; private set; }

    /// <summary>Rows that the faces touched: the work that was done beside that for cells.</summary>
    public long Rows { get; private set; }

    /// <summary>Either way round; a face without area uses nothing.</summary>
    public void Draw(Vector2 a, Vector2 b, Vector2 c)
    {
        var ((px, py), (qx, qy), (rx, ry)) = (ToCells(a), ToCells(b), ToCells(c));
        var area = (qx - px) * (ry - py) - (qy - py) * (rx - px);
        if (area == 0) return;
        if (area < 0) (qx, qy, rx, ry) = (rx, ry, qx, qy);
        var top = Math.Max(0, (int)Math.Ceiling(Math.Min(py, Math.Min(qy, ry))));
        var bottom = Math.Min(Side - 1, (int)Math.Floor(Math.Max(py, Math.Max(qy, ry))));
        for (var y = top; y <= bottom; y++)
        {
            double left = double.NegativeInfinity, right = double.PositiveInfinity;
            Rows++;
            if (!Clip(px, py, qx, qy, y, ref left, ref right) || !Clip(qx, qy, rx, ry, y, ref left, ref right) || !Clip(rx, ry, px, py, y, ref left, ref right)) continue;
            var end = Math.Min(Side, (int)Math.Ceiling(right));
            for (var x = Math.Max(0, (int)Math.Ceiling(left)); x < end; x++)
            {
                if (_used[y * Side + x]) Repeated++;
                else Used++;
                _used[y * Side + x] = true;
            }
        }
    }

    // Cell centres lie at whole numbers.
    private static (double X, double Y) ToCells(Vector2 uv) => ((double)uv.X * Side - 0.5, (double)uv.Y * Side - 0.5);

    // The part of row y on the inner side of the edge from a to b of a counter-clockwise triangle; edges on the left and at the bottom belong to it.
    private static bool Clip(double ax, double ay, double bx, double by, double y, ref double left, ref double right)
    {
        if (ay == by) return ay > y ? ax > bx : ax < bx;

        // Always from the lower end, so that both faces of an edge compute the same place.
        var x = ay < by ? ax + (bx - ax) * ((y - ay) / (by - ay)) : bx + (ax - bx) * ((y - by) / (ay - by));
        if (by > ay) right = Math.Min(right, x);
        else left = Math.Max(left, x);
        return true;
    }
}
