using System.Numerics;

namespace Hunyuan3D.Inference.TexGen.Unwrapping;

/// <summary>
/// The packing cells of an atlas, with the search for the lowest free place of a chart.
/// <para>
/// All columns of a row are tested at once: bit x of level k says whether any of the cells x to x + 2^k - 1 is taken, so the two shifted
/// words sets of level floor(log2 length) hold the columns where a span of that length would hit something. Per row of cells and span the cost is two
/// shifts and ors of (cells across / 64) words.
/// </para>
/// </summary>
internal sealed class AtlasGrid
{
    private readonly int _size, _gutter, _stride, _levels;
    private readonly ulong[][] _taken;
    private readonly sbyte[] _widestGap;
    private readonly ulong[] _blocked;
    private CellSpan[] _order = [], _useless = [];

    /// <param name="size">Cells across and up.</param>
    /// <param name="gutter">Free cells kept between charts.</param>
    public AtlasGrid(int size, int gutter)
    {
        (_size, _gutter) = (size, gutter);
        _levels = BitOperations.Log2((uint)size) + 1;
        _stride = (size + 63) / 64;
        _taken = new ulong[_levels][];

        // A shifted read runs up to one row and one vector past the row it starts in.
        for (var level = 0; level < _levels; level++)
            _taken[level] = new ulong[(size + 1) * _stride + Vector<ulong>.Count + 1];
        _blocked = new ulong[_stride + Vector<ulong>.Count];
        _widestGap = new sbyte[size];
        Array.Fill(_widestGap, (sbyte)(_levels - 1));
    }

    /// <summary>The lowest place (then the leftmost) of the spans whose first row is <paramref name="first"/> to <paramref name="last"/>.</summary>
    /// <returns>(-1, -1) if there is none.</returns>
    public (int X, int Y) Find(ReadOnlySpan<CellSpan> spans, int width, int first, int last)
    {
        if (_order.Length < spans.Length)
            (_order, _useless) = (new CellSpan[2 * spans.Length], new CellSpan[2 * spans.Length]);
        spans.CopyTo(_order);
        for (var y = first; y <= last; y++)
        {
            if (Column(spans.Length, width, y) is >= 0 and var x)
                return (x, y);
        }

        return (-1, -1);
    }

    /// <summary>Takes the spans' cells and the gutter around them.</summary>
    public void Take(CellSpan[] spans, int x, int y)
    {
        var (first, last) = (int.MaxValue, int.MinValue);
        foreach (var span in spans)
        {
            var (from, to) = (Math.Max(0, x + span.Start - _gutter), Math.Min(_size, x + span.Start + span.Length + _gutter));
            for (var row = Math.Max(0, y + span.Row - _gutter); row <= Math.Min(_size - 1, y + span.Row + _gutter); row++)
            {
                Fill(_taken[0].AsSpan(row * _stride, _stride), from, to);
                (first, last) = (Math.Min(first, row), Math.Max(last, row));
            }
        }

        for (var row = first; row <= last; row++)
            Refresh(row);
    }

    /// <summary>
    /// The leftmost column where the spans are free, or -1. Where there is none, a few of the spans rule out all columns, and nearly the same ones will in the
    /// next row: they are moved to the front of the order.
    /// </summary>
    private int Column(int count, int width, int y)
    {
        Array.Clear(_blocked);
        Fill(_blocked, _size - width + 1, _blocked.Length * 64);
        var (useful, useless) = (0, 0);
        for (var i = 0; i < count; i++)
        {
            var span = _order[i];
            var level = BitOperations.Log2((uint)span.Length);
            var row = y + span.Row;
            var full = _widestGap[row] < level;
            var more = full;
            if (!full)
            {
                var (blockedMore, all) = Or(_taken[level], row * _stride + span.Start / 64, span.Start % 64);
                var tail = span.Start + span.Length - (1 << level);
                if (!all && tail != span.Start)
                {
                    (more, all) = Or(_taken[level], row * _stride + tail / 64, tail % 64);
                    blockedMore |= more;
                }

                (more, full) = (blockedMore, all);
            }

            if (more)
                _order[useful++] = span;
            else
                _useless[useless++] = span;
            if (!full)
                continue;
            _useless.AsSpan(0, useless).CopyTo(_order.AsSpan(useful));
            return -1;
        }

        for (var word = 0; word < _stride; word++)
        {
            if (_blocked[word] != ulong.MaxValue)
                return word * 64 + BitOperations.TrailingZeroCount(~_blocked[word]);
        }

        return -1;
    }

    /// <summary>Blocks each column x whose bit x + shift is set. Returns whether that blocked any more, and whether all are blocked now.</summary>
    private (bool More, bool All) Or(ulong[] bits, int from, int right)
    {
        var left = 63 - right;
        var (all, change) = (Vector<ulong>.AllBitsSet, Vector<ulong>.Zero);
        for (var word = 0; word < _stride; word += Vector<ulong>.Count)
        {
            var low = new Vector<ulong>(bits, from + word);
            var high = new Vector<ulong>(bits, from + word + 1);
            var before = new Vector<ulong>(_blocked, word);
            var now = before | (low >>> right) | (high << 1 << left);
            now.CopyTo(_blocked, word);
            all &= now;
            change |= now ^ before;
        }

        return (change != Vector<ulong>.Zero, all == Vector<ulong>.AllBitsSet);
    }

    private void Refresh(int row)
    {
        var start = row * _stride;
        _widestGap[row] = -1;
        for (var level = 0; level < _levels; level++)
        {
            var bits = _taken[level].AsSpan(start, _stride);
            if (level > 0)
                Widen(_taken[level - 1].AsSpan(start, _stride), bits, 1 << (level - 1));
            if (AnyClear(bits, _size - (1 << level) + 1))
                _widestGap[row] = (sbyte)level;
        }
    }

    private static void Widen(ReadOnlySpan<ulong> source, Span<ulong> target, int shift)
    {
        var (skip, right) = (shift / 64, shift % 64);
        for (var word = 0; word < source.Length; word++)
        {
            var low = word + skip < source.Length ? source[word + skip] : 0;
            var high = word + skip + 1 < source.Length ? source[word + skip + 1] : 0;
            target[word] = source[word] | low >> right | high << 1 << (63 - right);
        }
    }

    private static bool AnyClear(ReadOnlySpan<ulong> bits, int count)
    {
        var words = count / 64;
        for (var word = 0; word < words; word++)
        {
            if (bits[word] != ulong.MaxValue)
                return true;
        }

        return count % 64 > 0 && (~bits[words] & (1UL << (count % 64)) - 1) != 0;
    }

    private static void Fill(Span<ulong> bits, int from, int to)
    {
        for (var word = from / 64; word * 64 < to; word++)
        {
            var mask = ulong.MaxValue;
            if (from > word * 64)
                mask &= ulong.MaxValue << (from - word * 64);
            if (to < word * 64 + 64)
                mask &= ulong.MaxValue >> (word * 64 + 64 - to);
            bits[word] |= mask;
        }
    }
}
