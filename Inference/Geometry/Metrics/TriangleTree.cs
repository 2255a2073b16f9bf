using System.Numerics;

namespace Hunyuan3D.Inference.Geometry.Metrics;

/// <summary>
/// Finds the distance from a point to the nearest triangle. A bounding-volume hierarchy without pointers: triangles in Morton order of their middles, four
/// a leaf, boxes in a complete binary tree (node i has the children 2i and 2i + 1). Building: one sort; a query: some tens of boxes.
/// </summary>
internal sealed class TriangleTree
{
    private const int LeafSize = 4;
    private const int CodeBits = 10;

    private readonly Vector3[] _corners;
    private readonly Vector3[] _low;
    private readonly Vector3[] _high;
    private readonly int _leaves;

    public TriangleTree(TriangleMesh mesh)
    {
        var faces = InMortonOrder(mesh);
        _corners = new Vector3[3 * faces.Length];
        for (var i = 0; i < _corners.Length; i++)
            _corners[i] = mesh.Positions[mesh.Indices[3 * faces[i / 3] + i % 3]];
        _leaves = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, (faces.Length + LeafSize - 1) / LeafSize));
        _low = new Vector3[2 * _leaves];
        _high = new Vector3[2 * _leaves];
        Array.Fill(_low, new Vector3(float.PositiveInfinity));
        Array.Fill(_high, new Vector3(float.NegativeInfinity));
        for (var i = 0; i < _corners.Length; i++)
            Include(_leaves + i / (3 * LeafSize), _corners[i], _corners[i]);
        for (var node = _leaves - 1; node > 0; node--)
        {
            Include(node, _low[2 * node], _high[2 * node]);
            Include(node, _low[2 * node + 1], _high[2 * node + 1]);
        }
    }

    /// <returns>Positive infinity where the mesh has no faces.</returns>
    public float DistanceSquared(Vector3 point)
    {
        // The nearer child first; the other waits with its distance and is dropped when something nearer was found.
        Span<(int Node, float Distance)> waiting = stackalloc (int, float)[40];
        var count = 0;
        var nearest = float.PositiveInfinity;
        waiting[count++] = (1, BoxDistanceSquared(1, point));
        while (count > 0)
        {
            var (node, distance) = waiting[--count];
            while (distance < nearest)
            {
                if (node >= _leaves)
                {
                    nearest = Math.Min(nearest, LeafDistanceSquared(node - _leaves, point));
                    break;
                }

                float left = BoxDistanceSquared(2 * node, point), right = BoxDistanceSquared(2 * node + 1, point);
                waiting[count++] = left < right ? (2 * node + 1, right) : (2 * node, left);
                (node, distance) = left < right ? (2 * node, left) : (2 * node + 1, right);
            }
        }

        return nearest;
    }

    private float LeafDistanceSquared(int leaf, Vector3 point)
    {
        var nearest = float.PositiveInfinity;
        for (int i = leaf * LeafSize * 3, end = Math.Min(i + LeafSize * 3, _corners.Length); i < end; i += 3)
            nearest = Math.Min(nearest, PointTriangle.DistanceSquared(point, _corners[i], _corners[i + 1], _corners[i + 2]));
        return nearest;
    }

    private float BoxDistanceSquared(int node, Vector3 point) =>
        Vector3.Max(Vector3.Zero, Vector3.Max(_low[node] - point, point - _high[node])).LengthSquared();

    private void Include(int node, Vector3 low, Vector3 high) => (_low[node], _high[node]) = (Vector3.Min(_low[node], low), Vector3.Max(_high[node], high));

    private static int[] InMortonOrder(TriangleMesh mesh)
    {
        Vector3 low = new(float.PositiveInfinity), high = new(float.NegativeInfinity);
        foreach (var position in mesh.Positions)
            (low, high) = (Vector3.Min(low, position), Vector3.Max(high, position));
        var scale = ((1 << CodeBits) - 1) / MathF.Max(1e-30f, MathF.Max(high.X - low.X, MathF.Max(high.Y - low.Y, high.Z - low.Z)));
        var codes = new uint[mesh.FaceCount];
        var faces = new int[mesh.FaceCount];
        for (var face = 0; face < faces.Length; face++)
        {
            var middle = (mesh.Positions[mesh.Indices[3 * face]] + mesh.Positions[mesh.Indices[3 * face + 1]] + mesh.Positions[mesh.Indices[3 * face + 2]]) / 3;
            var cell = (middle - low) * scale;
            codes[face] = Interleave((uint)cell.X) << 2 | Interleave((uint)cell.Y) << 1 | Interleave((uint)cell.Z);
            faces[face] = face;
        }

        Array.Sort(codes, faces);
        return faces;
    }

    // Bit k of ten bits to bit 3k.
    private static uint Interleave(uint bits)
    {
        bits &= (1 << CodeBits) - 1;
        bits = (bits | (bits << 16)) & 0x030000FF;
        bits = (bits | (bits << 8)) & 0x0300F00F;
        bits = (bits | (bits << 4)) & 0x030C30C3;
        return (bits | (bits << 2)) & 0x09249249;
    }
}
