using System.Numerics;

namespace Hunyuan3D.Inference.ShapeGen.IsoSurface;

/// <summary>
/// Where the surface crosses the grid's edges: one world coordinate a crossing, the one along the edge. Found plane by plane right after the points were
/// read, while the values are in cache: looking them up later costs a memory access each and most of the time of marching cubes.
/// </summary>
internal sealed class EdgeCrossings
{
    // Planes that one thread reads in a row. The last one's crossings need the next slab's first plane and are found afterwards.
    private const int PlanesPerSlab = 16;

    // Keeps a crossing off a grid point, where the crossings of other edges may lie too.
    private const double LeastStep = 1.0 / (1 << 14);

    private readonly VoxelGrid _grid;
    private readonly float _level;
    private readonly PointMasks _masks;
    private readonly GridFrame _frame;
    private readonly float[][] _planes;
    private readonly int[] _rowStarts;

    private EdgeCrossings(VoxelGrid grid, float level, PointMasks masks)
    {
        (_grid, _level, _masks, _frame) = (grid, level, masks, new GridFrame(grid.OctreeResolution));
        _planes = new float[masks.Points][];
        _rowStarts = new int[masks.Points * masks.Points];
    }

    /// <summary>Reads the grid once, into <paramref name="masks"/> and the crossings.</summary>
    public static EdgeCrossings Read(VoxelGrid grid, float level, PointMasks masks, ParallelOptions parallel)
    {
        var crossings = new EdgeCrossings(grid, level, masks);
        var slabs = (masks.Points + PlanesPerSlab - 1) / PlanesPerSlab;
        Parallel.For(0, slabs, parallel, slab =>
        {
            for (int first = slab * PlanesPerSlab, i = first; i < Math.Min(first + PlanesPerSlab, masks.Points); i++)
            {
                masks.ReadPlane(grid, level, i);
                if (i > first)
                    crossings.FindPlane(i - 1);
            }
        });
        Parallel.For(0, slabs, parallel, slab => crossings.FindPlane(Math.Min((slab + 1) * PlanesPerSlab, masks.Points) - 1));
        masks.FindGaps(parallel);
        return crossings;
    }

    /// <summary>
    /// The crossings of the edges from row (i, j): word by word of <see cref="CellRow.OwnCrossings"/>, in each along x, then y, then z. Those of edges
    /// without a usable cell are there too.
    /// </summary>
    public ReadOnlySpan<float> Row(int i, int j) => _planes[i].AsSpan(_rowStarts[i * _masks.Points + j]);

    private void FindPlane(int i)
    {
        int n = _masks.Points, count = 0;
        for (var j = 0; j < n; j++)
        {
            _rowStarts[i * n + j] = count;
            var row = new CellRow(_masks, i, j);
            for (var w = 0; w < _masks.Words; w++)
            {
                if (!row.MoveTo(w))
                    continue;
                var (x, y, z) = row.OwnCrossings(w);
                count += BitOperations.PopCount(x) + BitOperations.PopCount(y) + BitOperations.PopCount(z);
            }
        }

        var plane = _planes[i] = new float[count];
        var next = 0;
        for (var j = 0; j < n; j++)
        {
            var row = new CellRow(_masks, i, j);
            for (var w = 0; w < _masks.Words; w++)
            {
                if (!row.MoveTo(w))
                    continue;
                var (x, y, z) = row.OwnCrossings(w);
                var first = (i * n + j) * n + w * 64;
                next = Find(x, first, n * n, i, 0, plane, next);
                next = Find(y, first, n, j, 0, plane, next);
                next = Find(z, first, 1, w * 64, 1, plane, next);
            }
        }
    }

    // The crossings of one word's edges. Along z the edges lie at different indices, otherwise all at the same.
    private int Find(ulong edges, int first, int stride, int index, int indexStep, float[] plane, int next)
    {
        var values = _grid.Values;
        for (; edges != 0; edges &= edges - 1)
        {
            var b = BitOperations.TrailingZeroCount(edges);
            double from = Math.Abs((double)values[first + b] - _level), to = Math.Abs((double)values[first + b + stride] - _level);
            var t = Math.Min(Math.Max(from / (from + to), LeastStep), 1 - LeastStep);
            plane[next++] = _frame.World(index + indexStep * b + t);
        }

        return next;
    }
}
