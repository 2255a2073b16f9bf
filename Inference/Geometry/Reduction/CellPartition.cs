using System.Numerics;

namespace Hunyuan3D.Inference.Geometry.Reduction;

/// <summary>
/// A mesh cut into cells of about equally many vertices: boxes of a grid, taken along the Morton curve. Vertices are numbered anew, cell
/// by cell, so that those of a cell are a range. A face belongs to the cell of its three vertices or, when they differ, to the seam, and
/// the vertices of seam faces are frozen in every cell. The cut depends on the mesh only, never on the number of threads.
/// Dropped on the way: faces with a corner that is not finite or that occurs twice, and vertices that are not finite.
/// </summary>
internal sealed class CellPartition
{
    private const int GridBits = 6;
    private const int Boxes = 1 << GridBits;

    /// <summary>Pieces in which vertices and faces are sorted in parallel; a fixed number, so that the order is fixed.</summary>
    private const int Chunks = 16;

    /// <summary>Every such vertex is counted when the cells are laid out.</summary>
    private const int CountingStride = 4;

    private const ushort NoCell = ushort.MaxValue;
    public const int MaxCells = 60_000;

    private readonly ParallelOptions _parallel;
    private readonly ushort[] _cellOfVertex;
    private readonly int[] _rankOfVertex;

    private CellPartition(WorkingMesh mesh, int cells, ParallelOptions parallel)
    {
        (Mesh, _parallel, CellCount) = (mesh, parallel, cells);
        _cellOfVertex = GC.AllocateUninitializedArray<ushort>(mesh.VertexCount);
        _rankOfVertex = GC.AllocateUninitializedArray<int>(mesh.VertexCount);
        Order = GC.AllocateUninitializedArray<int>(mesh.VertexCount);
        VertexStart = new int[cells + 1];
        FaceStart = new int[cells + 2];
    }

    public WorkingMesh Mesh { get; }

    public int CellCount { get; }

    /// <summary>The mesh's vertex at each rank.</summary>
    public int[] Order { get; }

    /// <summary>[cells + 1] the ranks of cell c are VertexStart[c] to VertexStart[c+1].</summary>
    public int[] VertexStart { get; }

    /// <summary>[faces * 3] ranks; the faces of a cell are a range, those of the seam come last.</summary>
    public int[] Faces { get; private set; } = [];

    /// <summary>[cells + 2] the faces of cell c are FaceStart[c] to FaceStart[c+1]; c = cells: the seam.</summary>
    public int[] FaceStart { get; }

    /// <summary>[ranks] 1: a vertex of a seam face.</summary>
    public byte[] OnSeam { get; private set; } = [];

    public int FaceCount => FaceStart[CellCount + 1];

    /// <param name="shift">How far the grid is moved, in boxes, 0 to 1: two phases with different shifts have their seams at different places.</param>
    public static CellPartition Split(WorkingMesh mesh, int cells, float shift, ParallelOptions parallel)
    {
        var partition = new CellPartition(mesh, Math.Clamp(cells, 1, MaxCells), parallel);
        partition.AssignVertices(shift);
        partition.NumberVertices();
        partition.SortFaces();
        return partition;
    }

    /// <summary>Fills a patch with a cell, its seam frozen.</summary>
    public void Load(Patch patch, int cell)
    {
        int firstVertex = VertexStart[cell], firstFace = FaceStart[cell];
        var order = Order.AsSpan(firstVertex, VertexStart[cell + 1] - firstVertex);
        var faces = Faces.AsSpan(firstFace * 3, (FaceStart[cell + 1] - firstFace) * 3);
        patch.Begin(order.Length, faces.Length / 3);
        var vertices = patch.Vertices;
        for (var i = 0; i < order.Length; i++)
        {
            vertices[i] = Mesh.VertexAt(order[i]);
            if (OnSeam[firstVertex + i] != 0)
                vertices[i].Freeze();
        }

        var local = patch.Faces;
        for (var i = 0; i < faces.Length; i++)
            local[i] = faces[i] - firstVertex;
        if (!Mesh.HasQuadrics)
            patch.AddPlanes();
        patch.BuildRings();
    }

    private void ForChunks(int count, Action<int, int, int> body) => Parallel.For(
        0, Chunks, _parallel, chunk => body(chunk, (int)((long)count * chunk / Chunks), (int)((long)count * (chunk + 1) / Chunks)));

    private void AssignVertices(float shift)
    {
        var count = Mesh.VertexCount;
        var (low, high) = MeshBounds.Of(Mesh, _parallel);
        var extent = high - low;
        var largest = MathF.Max(extent.X, MathF.Max(extent.Y, extent.Z));
        var perUnit = largest > 0 ? (Boxes - 1) / largest : 0;
        var cellOfBox = LayOutCells(low, perUnit, shift);
        ForChunks(count, (_, from, to) =>
        {
            for (var v = from; v < to; v++)
            {
                var box = BoxOf(Mesh.PositionOf(v), low, perUnit, shift);
                _cellOfVertex[v] = box < 0 ? NoCell : cellOfBox[box];
            }
        });
    }

    private ushort[] LayOutCells(Vector3 low, float perUnit, float shift)
    {
        var cellOfBox = new ushort[1 << (3 * GridBits)];
        if (CellCount == 1)
            return cellOfBox;
        var counts = new int[cellOfBox.Length];
        var total = 0;
        for (var v = 0; v < Mesh.VertexCount; v += CountingStride)
        {
            var box = BoxOf(Mesh.PositionOf(v), low, perUnit, shift);
            if (box < 0)
                continue;
            counts[box]++;
            total++;
        }

        long before = 0;
        for (var box = 0; box < counts.Length; box++)
        {
            // The cell that the middle of the box's vertices falls into.
            cellOfBox[box] = (ushort)Math.Min(CellCount - 1, (before + counts[box] / 2) * CellCount / Math.Max(total, 1));
            before += counts[box];
        }

        return cellOfBox;
    }

    /// <summary>Morton code of the box around a point; -1: the point is not finite.</summary>
    private static int BoxOf(Vector3 position, Vector3 low, float perUnit, float shift)
    {
        var p = (position - low) * perUnit;
        if (!float.IsFinite(p.X + p.Y + p.Z))
            return -1;
        return Spread((int)(p.X + shift)) | (Spread((int)(p.Y + shift)) << 1) | (Spread((int)(p.Z + shift)) << 2);
    }

    /// <summary>Puts two zero bits after each of the lowest 6 bits.</summary>
    private static int Spread(int value)
    {
        value = Math.Clamp(value, 0, Boxes - 1);
        value = (value | (value << 8)) & 0x0300F;
        value = (value | (value << 4)) & 0x030C3;
        return (value | (value << 2)) & 0x09249;
    }

    /// <summary>A counting sort by cell; within a cell the mesh's order stays.</summary>
    private void NumberVertices()
    {
        var counts = new int[Chunks * CellCount];
        ForChunks(Mesh.VertexCount, (chunk, from, to) =>
        {
            var mine = counts.AsSpan(chunk * CellCount, CellCount);
            foreach (var cell in _cellOfVertex.AsSpan(from..to))
            {
                if (cell != NoCell)
                    mine[cell]++;
            }
        });
        CountsToStarts(counts, CellCount, VertexStart);
        ForChunks(Mesh.VertexCount, (chunk, from, to) =>
        {
            var next = counts.AsSpan(chunk * CellCount, CellCount);
            for (var v = from; v < to; v++)
            {
                var cell = _cellOfVertex[v];
                if (cell == NoCell)
                    continue;
                var rank = next[cell]++;
                Order[rank] = v;
                _rankOfVertex[v] = rank;
            }
        });
    }

    private void SortFaces()
    {
        var classes = CellCount + 1;
        var counts = new int[Chunks * classes];
        var faces = Mesh.Faces;
        ForChunks(Mesh.FaceCount, (chunk, from, to) =>
        {
            var mine = counts.AsSpan(chunk * classes, classes);
            for (var f = from; f < to; f++)
            {
                var cell = CellOfFace(faces[f * 3], faces[f * 3 + 1], faces[f * 3 + 2]);
                if (cell != NoCell)
                    mine[cell]++;
            }
        });
        CountsToStarts(counts, classes, FaceStart);
        Faces = GC.AllocateUninitializedArray<int>(FaceCount * 3);
        OnSeam = new byte[VertexStart[CellCount]];
        ForChunks(Mesh.FaceCount, (chunk, from, to) =>
        {
            var next = counts.AsSpan(chunk * classes, classes);
            for (var f = from; f < to; f++)
            {
                int a = faces[f * 3], b = faces[f * 3 + 1], c = faces[f * 3 + 2];
                var cell = CellOfFace(a, b, c);
                if (cell == NoCell)
                    continue;
                var at = next[cell]++ * 3;
                (Faces[at], Faces[at + 1], Faces[at + 2]) = (_rankOfVertex[a], _rankOfVertex[b], _rankOfVertex[c]);
                // Several threads may write the same 1.
                if (cell == CellCount)
                    OnSeam[_rankOfVertex[a]] = OnSeam[_rankOfVertex[b]] = OnSeam[_rankOfVertex[c]] = 1;
            }
        });
    }

    private ushort CellOfFace(int a, int b, int c)
    {
        ushort cellA = _cellOfVertex[a], cellB = _cellOfVertex[b], cellC = _cellOfVertex[c];
        if (a == b || b == c || c == a || cellA == NoCell || cellB == NoCell || cellC == NoCell)
            return NoCell;
        return cellA == cellB && cellB == cellC ? cellA : (ushort)CellCount;
    }

    /// <summary>[chunks, classes] counts become the places where each chunk writes its first element of each class.</summary>
    private static void CountsToStarts(int[] counts, int classes, int[] starts)
    {
        var total = 0;
        for (var i = 0; i < classes; i++)
        {
            starts[i] = total;
            for (var chunk = 0; chunk < Chunks; chunk++)
                (counts[chunk * classes + i], total) = (total, total + counts[chunk * classes + i]);
        }

        starts[classes] = total;
    }
}
