using System.Numerics;

namespace Hunyuan3D.Inference.Geometry.Metrics;

/// <summary>
/// Finds the distance from a point to the nearest triangle. A bounding-volume hierarchy without pointers: triangles are halved along the longest side of
/// their middles' box until four are left for each leaf; the boxes form a complete binary tree (node i has the children 2i and 2i + 1).
/// Building: n log n, parallel; a query: some tens of boxes.
/// </summary>
internal sealed class TriangleTree
{
    private const int LeafSize = 4;

    // Below this many triangles a half is not worth a task of its own.
    private const int LeastParallel = 1 << 14;

    private readonly Vector3[] _corners;
    private readonly Vector3[] _low;
    private readonly Vector3[] _high;
    private readonly int _leaves;

    public TriangleTree(TriangleMesh mesh)
    {
        _leaves = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, (mesh.FaceCount + LeafSize - 1) / LeafSize));
        var faces = InTreeOrder(mesh, _leaves);
        _corners = new Vector3[3 * faces.Length];
        for (var i = 0; i < _corners.Length; i++)
            _corners[i] = mesh.Positions[mesh.Indices[3 * faces[i / 3] + i % 3]];
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

    // Leaf l has the faces from 4l on; only the last leaves are short or empty.
    private static int[] InTreeOrder(TriangleMesh mesh, int leaves)
    {
        var faces = new int[mesh.FaceCount];
        var middles = new Vector3[mesh.FaceCount];
        for (var face = 0; face < faces.Length; face++)
        {
            faces[face] = face;
            middles[face] = (mesh.Positions[mesh.Indices[3 * face]] + mesh.Positions[mesh.Indices[3 * face + 1]] + mesh.Positions[mesh.Indices[3 * face + 2]]) / 3;
        }

        Halve(faces, middles, 0, faces.Length, leaves);
        return faces;
    }

    private static void Halve(int[] faces, Vector3[] middles, int from, int to, int leaves)
    {
        var half = from + leaves / 2 * LeafSize;
        if (leaves == 1)
            return;
        if (half >= to)
        {
            Halve(faces, middles, from, to, leaves / 2);
            return;
        }

        Vector3 low = new(float.PositiveInfinity), high = new(float.NegativeInfinity);
        for (var i = from; i < to; i++)
            (low, high) = (Vector3.Min(low, middles[i]), Vector3.Max(high, middles[i]));
        var size = high - low;
        Select(faces, middles, from, to, half, size.X >= size.Y && size.X >= size.Z ? 0 : size.Y >= size.Z ? 1 : 2);
        if (to - from < LeastParallel)
        {
            Halve(faces, middles, from, half, leaves / 2);
            Halve(faces, middles, half, to, leaves / 2);
        }
        else
        {
            Parallel.Invoke(() => Halve(faces, middles, from, half, leaves / 2), () => Halve(faces, middles, half, to, leaves / 2));
        }
    }

    // Quickselect (Hoare 1961): afterwards no middle before nth lies beyond one from nth on.
    private static void Select(int[] faces, Vector3[] middles, int from, int to, int nth, int axis)
    {
        int low = from, high = to - 1;
        while (low < high)
        {
            var pivot = middles[low + (high - low) / 2][axis];
            int i = low, j = high;
            while (i <= j)
            {
                while (middles[i][axis] < pivot)
                    i++;
                while (middles[j][axis] > pivot)
                    j--;
                if (i > j)
                    break;
                (middles[i], middles[j]) = (middles[j], middles[i]);
                (faces[i], faces[j]) = (faces[j], faces[i]);
                (i, j) = (i + 1, j - 1);
            }

            if (nth <= j)
                high = j;
            else if (nth >= i)
                low = i;
            else
                return;
        }
    }
}
