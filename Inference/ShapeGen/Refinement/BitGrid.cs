using System.Numerics;

namespace Hunyuan3D.Inference.ShapeGen.Refinement;

/// <summary>A set of grid points, one bit each; rows of one (i, j) in 64-bit words, z fastest. Bits past the row's end are zero.</summary>
internal sealed class BitGrid
{
    private readonly ulong[] _words;

    public BitGrid(int points)
    {
        Points = points;
        WordsPerRow = (points + 63) / 64;
        _words = new ulong[checked(points * points * WordsPerRow)];
    }

    /// <summary>Points along an axis.</summary>
    public int Points { get; }

    public int WordsPerRow { get; }

    public bool this[int i, int j, int k] => ((Row(i, j)[k >> 6] >> (k & 63)) & 1) != 0;

    public Span<ulong> Row(int i, int j) => _words.AsSpan((i * Points + j) * WordsPerRow, WordsPerRow);

    public int CountRow(int i, int j)
    {
        var count = 0;
        foreach (var word in Row(i, j))
            count += BitOperations.PopCount(word);
        return count;
    }

    /// <summary>The points within one step of a member along every axis: a dilation by 3 x 3 x 3.</summary>
    public BitGrid Dilated()
    {
        var result = new BitGrid(Points);
        Parallel.For(0, Points, i =>
        {
            for (var j = 0; j < Points; j++)
            {
                var row = result.Row(i, j);
                Gather(row, i - 1, i + 1, j - 1, j + 1);
                Widen(row, Points);
            }
        });
        return result;
    }

    /// <summary>
    /// The set on a finer grid: member (i, j, k) becomes (2i, 2j, 2k), then all points within <paramref name="radius"/> steps of those along every axis.
    /// </summary>
    /// <param name="points">Points along an axis of the finer grid.</param>
    /// <param name="radius">1 or 2: one or two dilations by 3 x 3 x 3.</param>
    public BitGrid Refined(int points, int radius)
    {
        var result = new BitGrid(points);
        Parallel.For(0, points, i =>
        {
            Span<ulong> coarse = stackalloc ulong[WordsPerRow];
            for (var j = 0; j < points; j++)
            {
                coarse.Clear();
                Gather(coarse, CoarseFrom(i, radius), (i + radius) / 2, CoarseFrom(j, radius), (j + radius) / 2);
                var row = result.Row(i, j);
                Spread(coarse, row);
                for (var step = 0; step < radius; step++)
                    Widen(row, points);
            }
        });
        return result;
    }

    // The first coarse index c with 2c >= fine - radius.
    private static int CoarseFrom(int fine, int radius) => (Math.Max(fine - radius, 0) + 1) / 2;

    // Union of the rows in a rectangle; rows outside the grid are empty.
    private void Gather(Span<ulong> union, int fromI, int toI, int fromJ, int toJ)
    {
        for (var i = Math.Max(fromI, 0); i <= Math.Min(toI, Points - 1); i++)
        {
            for (var j = Math.Max(fromJ, 0); j <= Math.Min(toJ, Points - 1); j++)
            {
                var row = Row(i, j);
                for (var w = 0; w < row.Length; w++)
                    union[w] |= row[w];
            }
        }
    }

    private static void Widen(Span<ulong> row, int points)
    {
        ulong before = 0;
        for (var w = 0; w < row.Length; w++)
        {
            var own = row[w];
            row[w] = own | (own << 1) | (own >> 1) | (before >> 63) | (w + 1 < row.Length ? row[w + 1] << 63 : 0);
            before = own;
        }

        if ((points & 63) != 0)
            row[^1] &= (1UL << (points & 63)) - 1;
    }

    // Bit k to bit 2k.
    private static void Spread(ReadOnlySpan<ulong> coarse, Span<ulong> row)
    {
        for (var w = 0; w < row.Length; w++)
        {
            var half = w / 2 < coarse.Length ? (uint)(coarse[w / 2] >> (32 * (w & 1))) : 0;
            row[w] = Interleave(half);
        }
    }

    private static ulong Interleave(uint bits)
    {
        ulong spread = bits;
        spread = (spread | (spread << 16)) & 0x0000FFFF0000FFFF;
        spread = (spread | (spread << 8)) & 0x00FF00FF00FF00FF;
        spread = (spread | (spread << 4)) & 0x0F0F0F0F0F0F0F0F;
        spread = (spread | (spread << 2)) & 0x3333333333333333;
        return (spread | (spread << 1)) & 0x5555555555555555;
    }
}
