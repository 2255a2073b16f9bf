using System.Numerics;

namespace Hunyuan3D.Inference.TexGen.Unwrapping;

/// <summary>A bit per cell, 64 cells of a row a word.</summary>
internal sealed class CellRaster(int width, int height)
{
    private readonly int _stride = (width + 63) / 64;
    private readonly ulong[] _bits = new ulong[(width + 63) / 64 * height];

    /// <summary>Sets every cell that comes within the margin of the triangle, and at most the ones next to those.</summary>
    public void Cover(Vector2 p, Vector2 q, Vector2 r, float margin)
    {
        // Sorted by y, so that each row is cut by the long side and one or two of the short ones.
        if (p.Y > q.Y)
            (p, q) = (q, p);
        if (q.Y > r.Y)
            (q, r) = (r, q);
        if (p.Y > q.Y)
            (p, q) = (q, p);
        var first = Math.Max(0, (int)(p.Y - margin));
        var last = Math.Min(height - 1, (int)(r.Y + margin));
        if (first == last)
        {
            Set(first, Math.Min(p.X, Math.Min(q.X, r.X)) - margin, Math.Max(p.X, Math.Max(q.X, r.X)) + margin);
            return;
        }

        var (pr, pq, qr) = (Slope(p, r), Slope(p, q), Slope(q, r));
        for (var row = first; row <= last; row++)
        {
            var (low, high) = (row - margin, row + 1 + margin);
            var left = float.MaxValue;
            var right = float.MinValue;
            Widen(p, r, pr, low, high, ref left, ref right);
            Widen(p, q, pq, low, high, ref left, ref right);
            Widen(q, r, qr, low, high, ref left, ref right);
            if (left <= right)
                Set(row, left - margin, right + margin);
        }
    }

    /// <summary>The runs of set cells in each row, from the bottom, from the left.</summary>
    public CellSpan[] RowSpans()
    {
        var spans = new List<CellSpan>(height);
        for (var y = 0; y < height; y++)
        {
            var row = _bits.AsSpan(y * _stride, _stride);
            for (var x = Next(row, 0, 0); x < width;)
            {
                var end = Math.Min(width, Next(row, x, ulong.MaxValue));
                spans.Add(new CellSpan(y, x, end - x));
                x = Next(row, end, 0);
            }
        }

        return [.. spans];
    }

    /// <summary>
    /// The runs of set cells in each column, as spans whose row is the column and whose start is the lowest cell. Found from the differences between one row
    /// and the next, so the cost is that of the outline and not of the area.
    /// </summary>
    public CellSpan[] ColumnSpans()
    {
        var spans = new List<CellSpan>(width);
        var open = new int[width];
        Span<ulong> none = stackalloc ulong[_stride];
        for (var y = 0; y <= height; y++)
        {
            ReadOnlySpan<ulong> below = y > 0 ? _bits.AsSpan((y - 1) * _stride, _stride) : none;
            ReadOnlySpan<ulong> row = y < height ? _bits.AsSpan(y * _stride, _stride) : none;
            for (var word = 0; word < _stride; word++)
            {
                for (var change = below[word] ^ row[word]; change != 0; change &= change - 1)
                {
                    var x = word * 64 + BitOperations.TrailingZeroCount(change);
                    if ((row[word] & change & (~change + 1)) != 0)
                        open[x] = y;
                    else
                        spans.Add(new CellSpan(x, open[x], y - open[x]));
                }
            }
        }

        return [.. spans];
    }

    private static float Slope(Vector2 p, Vector2 q) => q.Y > p.Y ? (q.X - p.X) / (q.Y - p.Y) : 0;

    private static void Widen(Vector2 p, Vector2 q, float slope, float low, float high, ref float left, ref float right)
    {
        if (p.Y > high || q.Y < low)
            return;
        var from = p.Y < low ? p.X + slope * (low - p.Y) : p.X;
        var to = q.Y > high ? p.X + slope * (high - p.Y) : q.X;
        left = Math.Min(left, Math.Min(from, to));
        right = Math.Max(right, Math.Max(from, to));
    }

    private void Set(int row, float left, float right)
    {
        var (from, to) = (Math.Max(0, (int)left), Math.Min(width - 1, (int)right));
        for (var word = from / 64; word <= to / 64; word++)
        {
            var mask = ulong.MaxValue;
            if (from > word * 64)
                mask &= ulong.MaxValue << (from - word * 64);
            if (to < word * 64 + 63)
                mask &= ulong.MaxValue >> (word * 64 + 63 - to);
            _bits[row * _stride + word] |= mask;
        }
    }

    /// <summary>The first cell from x on that is set, or clear where <paramref name="flip"/> has all bits; a multiple of 64 past the end if there is none.</summary>
    private static int Next(ReadOnlySpan<ulong> row, int x, ulong flip)
    {
        var word = x / 64;
        if (word >= row.Length)
            return row.Length * 64;
        var bits = (row[word] ^ flip) & ulong.MaxValue << (x % 64);
        while (bits == 0)
        {
            if (++word >= row.Length)
                return row.Length * 64;
            bits = row[word] ^ flip;
        }

        return word * 64 + BitOperations.TrailingZeroCount(bits);
    }
}
