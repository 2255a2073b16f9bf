using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Hunyuan3D.Inference.ShapeGen.IsoSurface;

/// <summary>
/// A voxel grid as bits: which points lie inside the solid, and which cells can be used (no NaN corner). A row is the points of one (i, j), one bit a
/// point, in 64-bit words. From here on whole words without a crossing are skipped, so empty space costs a sixty-fourth.
/// </summary>
internal sealed class PointMasks
{
    private readonly ulong[] _inside;
    private ulong[]? _notANumber;
    private ulong[]? _usable;
    private ulong[][] _used = [];

    public PointMasks(int points)
    {
        Points = points;
        Words = (points + 63) / 64;
        _inside = GC.AllocateUninitializedArray<ulong>(checked(points * points * Words));
    }

    /// <summary>Points along an axis.</summary>
    public int Points { get; }

    /// <summary>Words in a row.</summary>
    public int Words { get; }

    /// <summary>Reads one plane of points; planes may be read at the same time.</summary>
    public void ReadPlane(VoxelGrid grid, float level, int i)
    {
        Span<ulong> missing = stackalloc ulong[Words];
        for (var j = 0; j < Points; j++)
        {
            var start = (i * Points + j) * Words;
            if (Compare(grid.Values.AsSpan((i * Points + j) * Points, Points), level, _inside.AsSpan(start, Words), missing))
                missing.CopyTo(NotANumber().AsSpan(start, Words));
        }
    }

    /// <summary>To be called when all planes are read: finds the cells and edges that NaN values leave usable.</summary>
    public void FindGaps(ParallelOptions parallel)
    {
        if (_notANumber is null)
            return;
        FindUsableCells(parallel);
        FindUsedEdges(parallel);
    }

    public ReadOnlySpan<ulong> Inside(int i, int j) => _inside.AsSpan((i * Points + j) * Words, Words);

    /// <summary>Whether some cells cannot be used; the three masks below exist only then.</summary>
    public bool HasUnusableCells => _usable is not null;

    /// <summary>Cells of row (i, j) without a NaN corner.</summary>
    public ReadOnlySpan<ulong> UsableCells(int i, int j) => _usable.AsSpan((i * Points + j) * Words, Words);

    /// <summary>Edges along an axis (0 = x, 1 = y, 2 = z) from the points of row (i, j) that a usable cell has.</summary>
    public ReadOnlySpan<ulong> UsedEdges(int axis, int i, int j) => _used[axis].AsSpan((i * Points + j) * Words, Words);

    // Writes value > level and value is NaN as bits; true when there is a NaN.
    private static bool Compare(ReadOnlySpan<float> row, float level, Span<ulong> inside, Span<ulong> missing)
    {
        ref var first = ref MemoryMarshal.GetReference(row);
        ulong anyMissing = 0;
        for (var w = 0; w < inside.Length; w++)
        {
            int start = w * 64, count = Math.Min(64, row.Length - start), k = 0;
            ulong above = 0, number = 0;
            if (Vector512.IsHardwareAccelerated)
            {
                for (; k + 16 <= count; k += 16)
                {
                    var values = Vector512.LoadUnsafe(ref first, (nuint)(start + k));
                    above |= Vector512.GreaterThan(values, Vector512.Create(level)).ExtractMostSignificantBits() << k;
                    number |= Vector512.Equals(values, values).ExtractMostSignificantBits() << k;
                }
            }
            else
            {
                for (; k + 8 <= count; k += 8)
                {
                    var values = Vector256.LoadUnsafe(ref first, (nuint)(start + k));
                    above |= (ulong)Vector256.GreaterThan(values, Vector256.Create(level)).ExtractMostSignificantBits() << k;
                    number |= (ulong)Vector256.Equals(values, values).ExtractMostSignificantBits() << k;
                }
            }

            for (; k < count; k++)
            {
                var value = row[start + k];
                above |= value > level ? 1UL << k : 0;
                number |= float.IsNaN(value) ? 0 : 1UL << k;
            }

            inside[w] = above;
            missing[w] = number ^ (count == 64 ? ulong.MaxValue : (1UL << count) - 1);
            anyMissing |= missing[w];
        }

        return anyMissing != 0;
    }

    private ulong[] NotANumber()
    {
        if (_notANumber is null)
            Interlocked.CompareExchange(ref _notANumber, new ulong[_inside.Length], null);
        return _notANumber;
    }

    private void FindUsableCells(ParallelOptions parallel)
    {
        var usable = _usable = new ulong[_inside.Length];
        int n = Points, words = Words;
        var missing = _notANumber!;
        Parallel.For(0, n - 1, parallel, i =>
        {
            for (var j = 0; j < n - 1; j++)
            {
                int row = (i * n + j) * words, nextRow = row + n * words;
                ulong carry = 0;
                for (var w = words - 1; w >= 0; w--)
                {
                    var any = missing[row + w] | missing[row + words + w] | missing[nextRow + w] | missing[nextRow + words + w];
                    usable[row + w] = ~(any | (any >> 1) | carry) & FirstBits(n - 1 - w * 64);
                    carry = any << 63;
                }
            }
        });
    }
    // An edge along x has the cells of two rows, at its own k and one before; likewise along y; along z those of four rows, at its own k.
    private void FindUsedEdges(ParallelOptions parallel)
    {
        ulong[] usable = _usable!, alongX = new ulong[usable.Length], alongY = new ulong[usable.Length], alongZ = new ulong[usable.Length];
        int n = Points, words = Words;
        Parallel.For(0, n, parallel, i =>
        {
            for (var j = 0; j < n; j++)
            {
                ulong carryX = 0, carryY = 0;
                for (var w = 0; w < words; w++)
                {
                    var at = (i * n + j) * words + w;
                    ulong own = usable[at], beforeY = j > 0 ? usable[at - words] : 0, beforeX = i > 0 ? usable[at - n * words] : 0;
                    ulong x = own | beforeY, y = own | beforeX;
                    alongX[at] = x | (x << 1) | carryX;
                    alongY[at] = y | (y << 1) | carryY;
                    alongZ[at] = x | beforeX | (i > 0 && j > 0 ? usable[at - (n + 1) * words] : 0);
                    (carryX, carryY) = (x >> 63, y >> 63);
                }
            }
        });
        _used = [alongX, alongY, alongZ];
    }

    /// <summary>A word whose first bits are set.</summary>
    public static ulong FirstBits(int count) => count >= 64 ? ulong.MaxValue : count <= 0 ? 0 : (1UL << count) - 1;
}
