using System.Numerics;
using Hunyuan3D.Inference.Geometry;

namespace Hunyuan3D.Tests.Inference.TexGen.Unwrapping;

/// <summary>The plainest isosurface there is, independent of the product's own: six tetrahedra a cell, one vertex a crossed edge.</summary>
internal static class MarchingTetrahedra
{
    private static readonly int[][] Tetrahedra = [[0, 1, 3, 7], [0, 3, 2, 7], [0, 2, 6, 7], [0, 6, 4, 7], [0, 4, 5, 7], [0, 5, 1, 7]];

    /// <param name="field">Positive inside; must be negative on the boundary of the cube [-1.2, 1.2]^3 for a closed surface.</param>
    public static TriangleMesh Extract(int cells, Func<Vector3, float> field)
    {
        var n = cells + 1;
        var values = new float[n * n * n];
        Parallel.For(0, values.Length, i => values[i] = field(Point(i)));
        var welded = new Dictionary<(int, int), int>();
        var (positions, indices) = (new List<Vector3>(), new List<int>());
        for (var cell = 0; cell < cells * cells * cells; cell++)
        {
            var origin = cell % cells + cell / cells % cells * n + cell / cells / cells * n * n;
            foreach (var tetrahedron in Tetrahedra)
                Cut(tetrahedron.Select(c => origin + (c & 1) + (c >> 1 & 1) * n + (c >> 2) * n * n).ToArray());
        }

        return new TriangleMesh([.. positions], [.. indices]);

        Vector3 Point(int i) => (new Vector3(i % n, i / n % n, i / n / n) / cells - new Vector3(0.5f)) * 2.4f;

        void Cut(int[] corners)
        {
            var inside = corners.Where(c => values[c] > 0).ToArray();
            var outside = corners.Where(c => values[c] <= 0).ToArray();
            if (inside.Length is 0 or 4)
                return;
            var rim = inside.Length == 2
                ? new[] { Cross(inside[0], outside[0]), Cross(inside[0], outside[1]), Cross(inside[1], outside[1]), Cross(inside[1], outside[0]) }
                : inside.Length == 1 ? [.. outside.Select(o => Cross(inside[0], o))] : [.. inside.Select(i => Cross(i, outside[0]))];
            var normal = Vector3.Cross(positions[rim[1]] - positions[rim[0]], positions[rim[2]] - positions[rim[0]]);
            if (Vector3.Dot(normal, Point(outside[0]) - Point(inside[0])) < 0)
                Array.Reverse(rim);
            for (var k = 2; k < rim.Length; k++)
                indices.AddRange([rim[0], rim[k - 1], rim[k]]);
        }

        int Cross(int a, int b)
        {
            var key = (Math.Min(a, b), Math.Max(a, b));
            if (!welded.TryGetValue(key, out var index))
            {
                var t = Math.Clamp(values[key.Item1] / (values[key.Item1] - values[key.Item2]), 0.02f, 0.98f);
                welded[key] = index = positions.Count;
                positions.Add(Vector3.Lerp(Point(key.Item1), Point(key.Item2), t));
            }

            return index;
        }
    }
}
