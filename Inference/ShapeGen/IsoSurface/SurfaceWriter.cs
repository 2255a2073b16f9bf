using System.Numerics;
using Hunyuan3D.Inference.Geometry;

namespace Hunyuan3D.Inference.ShapeGen.IsoSurface;

/// <summary>The second pass: writes every row's vertices and triangles to their places.</summary>
internal sealed class SurfaceWriter
{
    private readonly VoxelGrid _grid;
    private readonly float _level;
    private readonly PointMasks _masks;
    private readonly EdgeCrossings _crossings;
    private readonly SurfaceLayout _layout;
    private readonly Vector3[] _positions;
    private readonly int[] _indices;
    private readonly float[] _axis;
    private readonly GridFrame _frame;

    private SurfaceWriter(VoxelGrid grid, float level, PointMasks masks, EdgeCrossings crossings, SurfaceLayout layout)
    {
        (_grid, _level, _masks, _crossings, _layout, _frame) = (grid, level, masks, crossings, layout, new GridFrame(grid.OctreeResolution));
        _positions = GC.AllocateUninitializedArray<Vector3>(layout.VertexCount);
        _indices = GC.AllocateUninitializedArray<int>(3 * layout.FaceCount);
        _axis = new float[grid.PointsPerAxis];
        for (var k = 0; k < _axis.Length; k++)
            _axis[k] = _frame.World(k);
    }

    public static TriangleMesh Write(VoxelGrid grid, float level, PointMasks masks, EdgeCrossings crossings, SurfaceLayout layout, ParallelOptions parallel)
    {
        var writer = new SurfaceWriter(grid, level, masks, crossings, layout);
        Parallel.For(0, masks.Points, parallel, i =>
        {
            for (var j = 0; j < masks.Points; j++)
                writer.WriteRow(i, j);
        });
        return new TriangleMesh(writer._positions, writer._indices);
    }

    private void WriteRow(int i, int j)
    {
        var crossedWords = _crossings.CrossedWords(i, j);
        if (crossedWords == 0)
            return;
        var row = new CellRow(_masks, i, j);
        var own = _layout[i, j];
        int x = own.X, y = own.Y, z = own.Z;
        var crossings = _crossings.Row(i, j);
        var triangles = row.HasCells ? new TriangleRow(this, i, j) : default;
        Span<ulong> edges = stackalloc ulong[CellRow.Bundles];
        for (; crossedWords != 0; crossedWords &= crossedWords - 1)
        {
            var w = BitOperations.TrailingZeroCount(crossedWords);
            row.MoveTo(w);
            var (crossedX, crossedY, crossedZ) = row.OwnCrossings(w);
            var (usedX, usedY, usedZ) = row.OwnEdges(w);
            x = WriteVertices(crossedX, usedX, new Vector3(0, _axis[j], 0), Vector3.UnitX, w * 64, ref crossings, x);
            y = WriteVertices(crossedY, usedY, new Vector3(_axis[i], 0, 0), Vector3.UnitY, w * 64, ref crossings, y);
            z = WriteVerticesAlongZ(crossedZ, usedZ, new Vector3(_axis[i], _axis[j], 0), ref crossings, z);
            if (!row.HasCells)
                continue;
            row.AllEdges(w, edges);
            triangles.Write(row, edges, w);
        }
    }

    private int WriteVertices(ulong crossed, ulong used, Vector3 row, Vector3 axis, int firstK, scoped ref ReadOnlySpan<float> crossings, int vertex)
    {
        var c = 0;
        for (; crossed != 0; crossed &= crossed - 1, c++)
        {
            var b = BitOperations.TrailingZeroCount(crossed);
            if (((used >> b) & 1) != 0)
                _positions[vertex++] = row + crossings[c] * axis + new Vector3(0, 0, _axis[firstK + b]);
        }

        crossings = crossings[c..];
        return vertex;
    }

    private int WriteVerticesAlongZ(ulong crossed, ulong used, Vector3 row, scoped ref ReadOnlySpan<float> crossings, int vertex)
    {
        var c = 0;
        for (; crossed != 0; crossed &= crossed - 1, c++)
        {
            if (((used >> BitOperations.TrailingZeroCount(crossed)) & 1) != 0)
                _positions[vertex++] = row with { Z = crossings[c] };
        }

        crossings = crossings[c..];
        return vertex;
    }

    /// <summary>Writes the triangles of one row of cells; keeps count of the vertices passed in each bundle of edges.</summary>
    private ref struct TriangleRow
    {
        private readonly SurfaceWriter _to;
        private readonly int _i;
        private readonly int _j;
        private int _index, _centre, _x0, _x1, _y0, _y1, _z00, _z01, _z10, _z11;

        public TriangleRow(SurfaceWriter to, int i, int j)
        {
            (_to, _i, _j) = (to, i, j);
            SurfaceLayout.RowStart own = to._layout[i, j], nextY = to._layout[i, j + 1], nextX = to._layout[i + 1, j], across = to._layout[i + 1, j + 1];
            (_index, _centre) = (own.Index, own.Centre);
            (_x0, _x1, _y0, _y1) = (own.X, nextY.X, own.Y, nextX.Y);
            (_z00, _z01, _z10, _z11) = (own.Z, nextY.Z, nextX.Z, across.Z);
        }

        public void Write(scoped in CellRow row, scoped ReadOnlySpan<ulong> edges, int w)
        {
            ulong x0 = edges[0], x1 = edges[1], y0 = edges[2], y1 = edges[3], z00 = edges[4], z01 = edges[5], z10 = edges[6], z11 = edges[7];
            Span<int> vertices = stackalloc int[CubeCell.Edges + 1];
            for (var cells = row.CrossedCells(w); cells != 0; cells &= cells - 1)
            {
                // A vertex's number: those passed before this word, and those of lower bits.
                var b = BitOperations.TrailingZeroCount(cells);
                ulong here = (1UL << b) - 1, next = (2UL << b) - 1;
                vertices[12] = _centre;
                vertices[0] = _x0 + BitOperations.PopCount(x0 & here);
                vertices[1] = _x0 + BitOperations.PopCount(x0 & next);
                vertices[2] = _x1 + BitOperations.PopCount(x1 & here);
                vertices[3] = _x1 + BitOperations.PopCount(x1 & next);
                vertices[4] = _y0 + BitOperations.PopCount(y0 & here);
                vertices[5] = _y0 + BitOperations.PopCount(y0 & next);
                vertices[6] = _y1 + BitOperations.PopCount(y1 & here);
                vertices[7] = _y1 + BitOperations.PopCount(y1 & next);
                vertices[8] = _z00 + BitOperations.PopCount(z00 & here);
                vertices[9] = _z01 + BitOperations.PopCount(z01 & here);
                vertices[10] = _z10 + BitOperations.PopCount(z10 & here);
                vertices[11] = _z11 + BitOperations.PopCount(z11 & here);
                var inside = row.Inside(b);
                var triangles = (CubeCases.Find(inside) ?? Resolve(inside, w * 64 + b)).Triangles;
                var indices = _to._indices.AsSpan(_index, triangles.Length);
                for (var corner = 0; corner < triangles.Length; corner++)
                    indices[corner] = vertices[triangles[corner]];
                _index += triangles.Length;
            }

            _x0 += BitOperations.PopCount(x0);
            _x1 += BitOperations.PopCount(x1);
            _y0 += BitOperations.PopCount(y0);
            _y1 += BitOperations.PopCount(y1);
            _z00 += BitOperations.PopCount(z00);
            _z01 += BitOperations.PopCount(z01);
            _z10 += BitOperations.PopCount(z10);
            _z11 += BitOperations.PopCount(z11);
        }

        private CubeTiling Resolve(int inside, int k)
        {
            Span<double> corners = stackalloc double[CubeCell.Corners];
            CornerValues.Read(_to._grid, _to._level, _i, _j, k, corners);
            var tiling = CubeCases.Resolve(inside, corners);
            if (tiling.HasCentre)
            {
                var (x, y, z) = CornerValues.Centre(corners);
                _to._positions[_centre++] = new Vector3(_to._frame.World(_i + x), _to._frame.World(_j + y), _to._frame.World(k + z));
            }

            return tiling;
        }
    }
}
