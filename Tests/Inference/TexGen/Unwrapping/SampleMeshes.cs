using System.Numerics;
using Hunyuan3D.Inference.Geometry;

namespace Hunyuan3D.Tests.Inference.TexGen.Unwrapping;

/// <summary>Meshes of every kind that an unwrap may meet.</summary>
internal static class SampleMeshes
{
    /// <summary>A closed grid wrapped round both ways; faces = 2 * around * across.</summary>
    public static TriangleMesh Torus(int around, int across, float thickness = 0.35f) =>
        Grid(around, across, true, true, (u, v) =>
        {
            var radius = 1 - thickness + thickness * MathF.Cos(v * MathF.Tau);
            return new Vector3(radius * MathF.Cos(u * MathF.Tau), thickness * MathF.Sin(v * MathF.Tau), -radius * MathF.Sin(u * MathF.Tau));
        });

    /// <summary>A cube of side 2 with a grid of n x n squares a side, pushed out to a sphere if asked.</summary>
    public static TriangleMesh Box(int n, bool sphere = false)
    {
        var welded = new Dictionary<Vector3, int>();
        var (positions, indices) = (new List<Vector3>(), new List<int>());
        for (var side = 0; side < 6; side++)
        {
            for (var i = 0; i < n * n; i++)
            {
                int a = Corner(side, i % n, i / n), b = Corner(side, i % n + 1, i / n);
                int c = Corner(side, i % n + 1, i / n + 1), d = Corner(side, i % n, i / n + 1);
                indices.AddRange([a, b, c, a, c, d]);
            }
        }

        return new TriangleMesh([.. sphere ? positions.Select(Vector3.Normalize) : positions], [.. indices]);

        int Corner(int side, int x, int y)
        {
            var (u, v) = (2f * x / n - 1, 2f * y / n - 1);
            var p = (side % 3) switch { 0 => new Vector3(1, u, v), 1 => new Vector3(v, 1, u), _ => new Vector3(u, v, 1) };
            if (side >= 3)
                p = (side % 3) switch { 0 => new Vector3(-1, v, u), 1 => new Vector3(u, -1, v), _ => new Vector3(v, u, -1) };
            if (!welded.TryGetValue(p, out var index))
            {
                welded[p] = index = positions.Count;
                positions.Add(p);
            }

            return index;
        }
    }

    /// <summary>An open square, its heights given.</summary>
    public static TriangleMesh Sheet(int n, Func<float, float, float> height) =>
        Grid(n, n, false, false, (u, v) => new Vector3(2 * u - 1, 2 * v - 1, height(u, v)));

    /// <summary>A band with one half twist: no orientation fits it.</summary>
    public static TriangleMesh Moebius(int around)
    {
        var positions = new Vector3[2 * around];
        for (var i = 0; i < around; i++)
        {
            var (angle, half) = (MathF.Tau * i / around, MathF.PI * i / around);
            var outward = new Vector3(MathF.Cos(angle), 0, MathF.Sin(angle));
            var across = outward * MathF.Cos(half) + Vector3.UnitY * MathF.Sin(half);
            (positions[2 * i], positions[2 * i + 1]) = (outward - 0.3f * across, outward + 0.3f * across);
        }

        var indices = new List<int>();
        for (var i = 0; i < around; i++)
        {
            int a = 2 * i, b = a + 1, c = 2 * ((i + 1) % around), d = c + 1;
            if (i == around - 1)
                (c, d) = (d, c);
            indices.AddRange([a, b, c, b, d, c]);
        }

        return new TriangleMesh(positions, [.. indices]);
    }

    /// <summary>Faces that all share one edge.</summary>
    public static TriangleMesh Fan(int blades)
    {
        var positions = new List<Vector3> { new(0, -1, 0), new(0, 1, 0) };
        var indices = new List<int>();
        for (var i = 0; i < blades; i++)
        {
            positions.Add(new Vector3(MathF.Cos(MathF.Tau * i / blades), 0, MathF.Sin(MathF.Tau * i / blades)));
            indices.AddRange([0, 1, i + 2]);
        }

        return new TriangleMesh([.. positions], [.. indices]);
    }

    /// <summary>Separate tetrahedra of many sizes.</summary>
    public static TriangleMesh Tetrahedra(int count, int seed)
    {
        var random = new Random(seed);
        var (positions, indices) = (new List<Vector3>(), new List<int>());
        for (var i = 0; i < count; i++)
        {
            var center = new Vector3(random.NextSingle(), random.NextSingle(), random.NextSingle()) * 2 - Vector3.One;
            var size = 0.02f + 0.1f * random.NextSingle();
            var v = positions.Count;
            positions.AddRange([center, center + size * Vector3.UnitX, center + size * Vector3.UnitY, center + size * Vector3.UnitZ]);
            indices.AddRange([v, v + 2, v + 1, v, v + 1, v + 3, v, v + 3, v + 2, v + 1, v + 2, v + 3]);
        }

        return new TriangleMesh([.. positions], [.. indices]);
    }

    /// <summary>Faces between random points: they cross, share edges by threes, and many are thin or empty.</summary>
    public static TriangleMesh Soup(int vertices, int faces, int seed)
    {
        var random = new Random(seed);
        var positions = new Vector3[vertices];
        foreach (ref var p in positions.AsSpan())
            p = new Vector3(random.Next(8), random.Next(8), random.Next(8)) / 4f - Vector3.One;
        var indices = new int[3 * faces];
        foreach (ref var index in indices.AsSpan())
            index = random.Next(vertices);
        return new TriangleMesh(positions, indices);
    }

    /// <summary>A closed surface of a smooth random field, cut by marching tetrahedra: handles, caves and thin faces.</summary>
    public static TriangleMesh Noise(int cells, int seed, float frequency = 2.2f)
    {
        var random = new Random(seed);
        var waves = Enumerable.Range(0, 24).Select(_ => (
            Direction: Vector3.Normalize(new Vector3(Normal(), Normal(), Normal())) * frequency * (1 + 2 * random.NextSingle()),
            Phase: random.NextSingle() * MathF.Tau)).ToArray();
        return MarchingTetrahedra.Extract(cells, p =>
        {
            var sum = 0f;
            foreach (var (direction, phase) in waves)
                sum += MathF.Sin(Vector3.Dot(direction, p) + phase);
            return 0.75f - p.Length() + 0.06f * sum;
        });

        float Normal() => random.NextSingle() + random.NextSingle() + random.NextSingle() - 1.5f;
    }

    private static TriangleMesh Grid(int columns, int rows, bool closedX, bool closedY, Func<float, float, Vector3> place)
    {
        var (across, up) = (closedX ? columns : columns + 1, closedY ? rows : rows + 1);
        var positions = new Vector3[across * up];
        for (var i = 0; i < positions.Length; i++)
            positions[i] = place(i % across / (float)columns, i / across / (float)rows);
        var indices = new List<int>();
        for (var y = 0; y < rows; y++)
        {
            for (var x = 0; x < columns; x++)
            {
                int x1 = (x + 1) % across, y1 = (y + 1) % up;
                int a = y * across + x, b = y * across + x1, c = y1 * across + x1, d = y1 * across + x;
                indices.AddRange([a, b, c, a, c, d]);
            }
        }

        return new TriangleMesh(positions, [.. indices]);
    }
}
