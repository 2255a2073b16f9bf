using System.Numerics;
using Hunyuan3D.Inference.Geometry;

namespace Hunyuan3D.Tests.Inference.Geometry;

/// <summary>Meshes that the reducer's tests share.</summary>
internal static class FaceReducerMeshes
{
    /// <summary>An axis-aligned box around the origin, each side <paramref name="cells"/>^2 squares of two faces; shared edges, so closed.</summary>
    public static TriangleMesh Box(int cells, Vector3 size)
    {
        var vertices = new Dictionary<(int, int, int), int>();
        var positions = new List<Vector3>();
        var indices = new List<int>();
        int Vertex(int[] at)
        {
            if (!vertices.TryGetValue((at[0], at[1], at[2]), out var vertex))
            {
                vertices.Add((at[0], at[1], at[2]), vertex = positions.Count);
                positions.Add((new Vector3(at[0], at[1], at[2]) / cells - new Vector3(0.5f)) * size);
            }

            return vertex;
        }

        for (var axis = 0; axis < 3; axis++)
        {
            for (var side = 0; side <= cells; side += cells)
            {
                for (var i = 0; i < cells * cells; i++)
                {
                    int At(int u, int v)
                    {
                        var at = new int[3];
                        (at[axis], at[(axis + 1) % 3], at[(axis + 2) % 3]) = (side, i / cells + u, i % cells + v);
                        return Vertex(at);
                    }

                    int a = At(0, 0), b = At(1, 0), c = At(1, 1), d = At(0, 1);
                    indices.AddRange(side > 0 ? [a, b, c, a, c, d] : [a, c, b, a, d, c]);
                }
            }
        }

        return new TriangleMesh([.. positions], [.. indices]);
    }

    /// <summary>A wavy square sheet with a boundary of 4 · <paramref name="cells"/> vertices.</summary>
    public static TriangleMesh Sheet(int cells)
    {
        var side = cells + 1;
        var positions = Enumerable.Range(0, side * side).Select(i =>
        {
            float x = (float)(i / side) / cells, y = (float)(i % side) / cells;
            return new Vector3(x, y, 0.05f * MathF.Sin(9 * x) * MathF.Cos(7 * y));
        });
        var indices = new List<int>();
        for (var i = 0; i < cells; i++)
        {
            for (var j = 0; j < cells; j++)
            {
                var a = i * side + j;
                indices.AddRange([a, a + side, a + side + 1, a, a + side + 1, a + 1]);
            }
        }

        return new TriangleMesh([.. positions], [.. indices]);
    }

    /// <summary>A blob with bumps and tunnels, never touching the grid's border; other seeds give other topologies.</summary>
    public static TriangleMesh Blob(int seed, int octreeResolution)
    {
        var random = new Random(seed);
        var waves = Enumerable.Range(0, 4).Select(_ => (
            Direction: new Vector3(random.NextSingle() - 0.5f, random.NextSingle() - 0.5f, random.NextSingle() - 0.5f) * 16,
            Phase: random.NextSingle() * MathF.Tau)).ToArray();
        var depth = 0.1f + 0.25f * random.NextSingle();
        return SampleMeshes.OfField(octreeResolution, p => 0.75f - p.Length() + depth * waves.Sum(wave => MathF.Sin(Vector3.Dot(wave.Direction, p) + wave.Phase)) * MathF.Max(0.9f - p.Length(), 0));
    }
}
