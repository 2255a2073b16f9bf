using System.Buffers;
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

    // Edges along x, y and z of 64 points.
    private const int MostPerWord = 3 * 64;
    private const int FirstCapacity = 1 << 14;

    private readonly VoxelGrid _grid;
    private readonly float _level;
    private readonly PointMasks _masks;
    private readonly GridFrame _frame;
    private readonly float[][] _planes;
    private readonly int[] _rowStarts;
    private readonly uint[] _crossedWords;

    private EdgeCrossings(VoxelGrid grid, float level, PointMasks masks)
    {
        (_grid, _level, _masks, _frame) = (grid, level, masks, new GridFrame(grid.OctreeResolution));
        _planes = new float[masks.Points][];
        _rowStarts = new int[masks.Points * masks.Points];
        _crossedWords = new uint[masks.Points * masks.Points];
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

    /// <summary>The words of row (i, j) in which an edge of the row's cells is crossed, a bit each.</summary>
    public uint CrossedWords(int i, int j) => _crossedWords[i * _masks.Points + j];

    private void FindPlane(int i)
    {
        var n = _masks.Points;
        var found = ArrayPool<float>.Shared.Rent(FirstCapacity);
        var count = 0;
        for (var j = 0; j < n; j++)
        {
            _rowStarts[i * n + j] = count;
            var row = new CellRow(_masks, i, j);
            uint crossedWords = 0;
            for (var w = 0; w < _masks.Words; w++)
            {
                if (!row.MoveTo(w))
                    continue;
                crossedWords |= 1u << w;
                if (found.Length < count + MostPerWord)
                    found = Grow(found, count);
                var (x, y, z) = row.OwnCrossings(w);
                var first = (i * n + j) * n + w * 64;
                count = Find(x, first, n * n, i, 0, found, count);
                count = Find(y, first, n, j, 0, found, count);
                count = Find(z, first, 1, w * 64, 1, found, count);
            }

            _crossedWords[i * n + j] = crossedWords;
        }

        _planes[i] = found.AsSpan(0, count).ToArray();
        ArrayPool<float>.Shared.Return(found);
    }

    private static float[] Grow(float[] found, int count)
    {
        var larger = ArrayPool<float>.Shared.Rent(2 * found.Length);
        found.AsSpan(0, count).CopyTo(larger);
        ArrayPool<float>.Shared.Return(found);
        return larger;
    }

    // The crossings of one word's edges. Along z the edges lie at different indices, otherwise all at the same.
    private int Find(ulong edges, int first, int stride, int index, int indexStep, float[] found, int count)
    {
        var values = _grid.Values;
        for (; edges != 0; edges &= edges - 1)
        {
            var b = BitOperations.TrailingZeroCount(edges);
            double from = Math.Abs((double)values[first + b] - _level), to = Math.Abs((double)values[first + b + stride] - _level);
            var t = Math.Min(Math.Max(from / (from + to), LeastStep), 1 - LeastStep);
            found[count++] = _frame.World(index + indexStep * b + t);
        }

        return count;
    }
}
