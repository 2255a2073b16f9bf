using System.Numerics;

namespace Hunyuan3D.Inference.ShapeGen.IsoSurface;

/// <summary>
/// Where each row's vertices and triangles go: counted first, so that every thread can write its rows into arrays of the exact size, and the order
/// does not depend on the threads (the two passes of flying edges; Schroeder, Maynard, Geveci 2015). A row's vertices are those of the edges that start at its
/// points, along x, then y, then z, then those inside its cells.
/// </summary>
internal sealed class SurfaceLayout
{
    private readonly RowStart[] _rows;
    private readonly int _points;

    private SurfaceLayout(int points)
    {
        _points = points;
        _rows = new RowStart[points * points];
    }

    public int VertexCount { get; private set; }

    public int FaceCount { get; private set; }

    /// <exception cref="OverflowException">The surface has more than 715,827,882 triangles.</exception>
    public static SurfaceLayout Count(VoxelGrid grid, float level, PointMasks masks, EdgeCrossings crossings, ParallelOptions parallel)
    {
        var layout = new SurfaceLayout(masks.Points);
        Parallel.For(0, masks.Points, parallel, i =>
        {
            for (var j = 0; j < masks.Points; j++)
                layout._rows[i * masks.Points + j] = CountRow(grid, level, masks, crossings.CrossedWords(i, j), i, j);
        });

        long vertices = 0, indices = 0;
        foreach (ref var row in layout._rows.AsSpan())
        {
            var counts = row;
            row = new RowStart(
                (int)vertices,
                (int)(vertices + counts.X),
                (int)(vertices + counts.X + counts.Y),
                (int)(vertices + counts.X + counts.Y + counts.Z),
                (int)indices);
            vertices += counts.X + counts.Y + counts.Z + counts.Centre;
            indices = checked((int)(indices + 3L * counts.Index));
        }

        (layout.VertexCount, layout.FaceCount) = (checked((int)vertices), (int)(indices / 3));
        return layout;
    }

    public RowStart this[int i, int j] => _rows[i * _points + j];

    private static RowStart CountRow(VoxelGrid grid, float level, PointMasks masks, uint crossedWords, int i, int j)
    {
        int alongX = 0, alongY = 0, alongZ = 0, centres = 0, faces = 0;
        var row = new CellRow(masks, i, j);
        Span<double> corners = stackalloc double[CubeCell.Corners];
        for (; crossedWords != 0; crossedWords &= crossedWords - 1)
        {
            var w = BitOperations.TrailingZeroCount(crossedWords);
            row.MoveTo(w);
            var (x, y, z) = row.OwnEdges(w);
            alongX += BitOperations.PopCount(x);
            alongY += BitOperations.PopCount(y);
            alongZ += BitOperations.PopCount(z);
            for (var cells = row.CrossedCells(w); cells != 0; cells &= cells - 1)
            {
                int b = BitOperations.TrailingZeroCount(cells), inside = row.Inside(b), known = CubeCases.FaceCount(inside);
                if (known >= 0)
                {
                    faces += known;
                    continue;
                }

                CornerValues.Read(grid, level, i, j, w * 64 + b, corners);
                var tiling = CubeCases.Resolve(inside, corners);
                faces += tiling.FaceCount;
                centres += tiling.HasCentre ? 1 : 0;
            }
        }

        return new RowStart(alongX, alongY, alongZ, centres, faces);
    }

    /// <summary>The first vertex of each kind, and the place of the first index, of one row.</summary>
    public readonly record struct RowStart(int X, int Y, int Z, int Centre, int Index);
}
