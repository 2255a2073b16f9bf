using System.Runtime.CompilerServices;

namespace Hunyuan3D.Inference.ShapeGen.IsoSurface;

/// <summary>
/// The cells of one row (i, j), sixty-four at a time. At the far end of the grid, where points have edges but no cell, the row beside is the row itself:
/// no edge towards it is crossed.
/// </summary>
internal ref struct CellRow
{
    /// <summary>The bundles of parallel edges that a row's cells have: x at dy = 0, 1; y at dx = 0, 1; z at (dx, dy) = 00, 01, 10, 11.</summary>
    public const int Bundles = 8;

    private readonly PointMasks _masks;
    private readonly ReadOnlySpan<ulong> _row00;
    private readonly ReadOnlySpan<ulong> _row01;
    private readonly ReadOnlySpan<ulong> _row10;
    private readonly ReadOnlySpan<ulong> _row11;
    private readonly int _i;
    private readonly int _j;

    // Corner c of cell b of the current word is bit b of field c.
    private ulong _c0, _c1, _c2, _c3, _c4, _c5, _c6, _c7;

    public CellRow(PointMasks masks, int i, int j)
    {
        int last = masks.Points - 1, nextI = Math.Min(i + 1, last), nextJ = Math.Min(j + 1, last);
        (_masks, _i, _j) = (masks, i, j);
        HasCells = i < last && j < last;
        _row00 = masks.Inside(i, j);
        _row01 = masks.Inside(i, nextJ);
        _row10 = masks.Inside(nextI, j);
        _row11 = masks.Inside(nextI, nextJ);
    }

    /// <summary>False in the last rows, which have points and edges only.</summary>
    public bool HasCells { get; }

    /// <summary>Makes word w the current one.</summary>
    /// <returns>Whether the surface crosses an edge of it.</returns>
    public bool MoveTo(int w)
    {
        (_c0, _c1) = Ends(_row00, w);
        (_c2, _c3) = Ends(_row01, w);
        (_c4, _c5) = Ends(_row10, w);
        (_c6, _c7) = Ends(_row11, w);
        return Mixed != 0;
    }

    /// <summary>The cells that the surface crosses and that can be used.</summary>
    public readonly ulong CrossedCells(int w)
    {
        if (!HasCells)
            return 0;
        return Mixed & (_masks.HasUnusableCells ? _masks.UsableCells(_i, _j)[w] : PointMasks.FirstBits(_masks.Points - 1 - w * 64));
    }

    /// <summary>The edges from the row's own points that the surface crosses, along x, y and z.</summary>
    public readonly (ulong X, ulong Y, ulong Z) OwnCrossings(int w) => (_c0 ^ _c4, _c0 ^ _c2, (_c0 ^ _c1) & PointMasks.FirstBits(_masks.Points - 1 - w * 64));

    /// <summary>Those of <see cref="OwnCrossings"/> that carry a vertex: edges that a usable cell has.</summary>
    public readonly (ulong X, ulong Y, ulong Z) OwnEdges(int w)
    {
        var (x, y, z) = OwnCrossings(w);
        if (!_masks.HasUnusableCells)
            return (x, y, z);
        return (x & _masks.UsedEdges(0, _i, _j)[w], y & _masks.UsedEdges(1, _i, _j)[w], z & _masks.UsedEdges(2, _i, _j)[w]);
    }

    /// <summary>The edges that carry a vertex, of all cells of the row. (Past the last cell there may be more bits.)</summary>
    /// <param name="edges">[<see cref="Bundles"/>] written.</param>
    public readonly void AllEdges(int w, Span<ulong> edges)
    {
        edges[7] = _c6 ^ _c7;
        edges[0] = _c0 ^ _c4;
        edges[1] = _c2 ^ _c6;
        edges[2] = _c0 ^ _c2;
        edges[3] = _c4 ^ _c6;
        edges[4] = _c0 ^ _c1;
        edges[5] = _c2 ^ _c3;
        edges[6] = _c4 ^ _c5;
        if (!_masks.HasUnusableCells)
            return;
        edges[0] &= _masks.UsedEdges(0, _i, _j)[w];
        edges[1] &= _masks.UsedEdges(0, _i, _j + 1)[w];
        edges[2] &= _masks.UsedEdges(1, _i, _j)[w];
        edges[3] &= _masks.UsedEdges(1, _i + 1, _j)[w];
        edges[4] &= _masks.UsedEdges(2, _i, _j)[w];
        edges[5] &= _masks.UsedEdges(2, _i, _j + 1)[w];
        edges[6] &= _masks.UsedEdges(2, _i + 1, _j)[w];
        edges[7] &= _masks.UsedEdges(2, _i + 1, _j + 1)[w];
    }

    /// <summary>The corners inside the solid, a bit each, of cell b of the current word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly int Inside(int b) => (int)(
        ((_c0 >> b) & 1) | (((_c1 >> b) & 1) << 1) | (((_c2 >> b) & 1) << 2) | (((_c3 >> b) & 1) << 3)
        | (((_c4 >> b) & 1) << 4) | (((_c5 >> b) & 1) << 5) | (((_c6 >> b) & 1) << 6) | (((_c7 >> b) & 1) << 7));

    private readonly ulong Mixed => (_c0 | _c1 | _c2 | _c3 | _c4 | _c5 | _c6 | _c7) & ~(_c0 & _c1 & _c2 & _c3 & _c4 & _c5 & _c6 & _c7);

    // The word's points, and the points one step along z.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (ulong Low, ulong High) Ends(ReadOnlySpan<ulong> row, int w) => (row[w], (row[w] >> 1) | (w + 1 < row.Length ? row[w + 1] << 63 : 0));
}
