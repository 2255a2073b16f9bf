using System.Numerics;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.TexGen;
using Xunit;

namespace Hunyuan3D.Tests.Inference.TexGen.Unwrapping;

/// <summary>What must hold for every unwrap, checked the slow way and without any of the unwrapper's own code.</summary>
internal static class UvChecks
{
    /// <summary>UVs are multiples of this; so products of differences are exact in 64 bits.</summary>
    private const int Lattice = 1 << 24;

    public static void AssertValid(TriangleMesh source, UvMesh result)
    {
        AssertSameSurface(source, result);
        Assert.All(result.Uvs, uv => Assert.True(uv.X is >= 0 and <= 1 && uv.Y is >= 0 and <= 1, $"{uv} is outside the atlas."));
        AssertNoOverlap(result);
    }

    public static void AssertSameSurface(TriangleMesh source, UvMesh result)
    {
        Assert.Equal(source.Indices, result.Mesh.Indices.Select(v => result.SourceVertices[v]));
        Assert.All(Enumerable.Range(0, result.Mesh.VertexCount), v =>
            Assert.Equal(source.Positions[result.SourceVertices[v]], result.Mesh.Positions[v]));
    }

    /// <summary>No face is turned over, and no two insides meet: exact, every pair whose bounding boxes meet (by a sweep over u).</summary>
    public static void AssertNoOverlap(UvMesh result)
    {
        var points = result.Uvs.Select(uv => (X: (long)(uv.X * (double)Lattice), Y: (long)(uv.Y * (double)Lattice))).ToArray();
        Assert.All(points.Zip(result.Uvs), pair => Assert.Equal(pair.Second, new Vector2(pair.First.X / (float)Lattice, pair.First.Y / (float)Lattice)));
        var faces = result.Mesh.Indices.Chunk(3).Select(f => f.Select(v => points[v]).ToArray()).ToArray();
        Assert.All(faces, f => Assert.True(Area(f[0], f[1], f[2]) >= 0, "A face is turned over."));

        var solid = faces.Where(f => Area(f[0], f[1], f[2]) > 0).OrderBy(f => f.Min(p => p.X)).ToArray();
        var right = Array.ConvertAll(solid, f => f.Max(p => p.X));
        var left = Array.ConvertAll(solid, f => f.Min(p => p.X));
        var (low, high) = (Array.ConvertAll(solid, f => f.Min(p => p.Y)), Array.ConvertAll(solid, f => f.Max(p => p.Y)));
        Parallel.For(0, solid.Length, i =>
        {
            for (var j = i + 1; j < solid.Length && left[j] < right[i]; j++)
            {
                if (low[j] < high[i] && low[i] < high[j])
                    Assert.False(Overlap(solid[i], solid[j]), $"Faces overlap: {string.Join(' ', solid[i])} and {string.Join(' ', solid[j])}.");
            }
        });
    }

    /// <summary>The number of texels that faces of two different charts come nearer to than a bilinear sample reaches.</summary>
    public static int SharedTexels(UvMesh result, int textureSize)
    {
        var chartOf = Charts(result);
        var owner = new int[textureSize * textureSize];
        Array.Fill(owner, -1);
        var shared = 0;
        foreach (var face in result.Mesh.Indices.Chunk(3))
        {
            var p = Array.ConvertAll(face, v => result.Uvs[v] * textureSize - new Vector2(0.5f));
            if (Cross(p[1] - p[0], p[2] - p[0]) == 0)
                continue;
            for (var y = (int)MathF.Floor(p.Min(q => q.Y)); y <= (int)MathF.Ceiling(p.Max(q => q.Y)); y++)
            {
                for (var x = (int)MathF.Floor(p.Min(q => q.X)); x <= (int)MathF.Ceiling(p.Max(q => q.X)); x++)
                {
                    // A sample reads the texels whose centres are less than one texel away in both directions.
                    if (!TouchesSquare(p, x - 0.999f, y - 0.999f, 1.998f))
                        continue;
                    ref var texel = ref owner[(y + textureSize) % textureSize * textureSize + (x + textureSize) % textureSize];
                    shared += texel >= 0 && texel != chartOf[face[0]] ? 1 : 0;
                    texel = chartOf[face[0]];
                }
            }
        }

        return shared;
    }

    private static int[] Charts(UvMesh result)
    {
        var chart = Enumerable.Range(0, result.Mesh.VertexCount).ToArray();
        foreach (var f in result.Mesh.Indices.Chunk(3))
        {
            var root = f.Min(Root);
            foreach (var v in f)
                chart[Root(v)] = root;
        }

        return [.. Enumerable.Range(0, chart.Length).Select(Root)];

        int Root(int v)
        {
            while (chart[v] != v)
                v = chart[v];
            return v;
        }
    }

    private static bool TouchesSquare(Vector2[] p, float x, float y, float side)
    {
        Vector2[] square = [new(x, y), new(x + side, y), new(x + side, y + side), new(x, y + side)];
        return !Apart(p, square) && !Apart(square, p);
    }

    private static bool Apart(Vector2[] a, Vector2[] b)
    {
        for (var i = 0; i < a.Length; i++)
        {
            var (from, along) = (a[i], a[(i + 1) % a.Length] - a[i]);
            if (b.All(q => Cross(along, q - from) < 0))
                return true;
        }

        return false;
    }

    private static float Cross(Vector2 a, Vector2 b) => a.X * b.Y - a.Y * b.X;

    private static bool Overlap((long X, long Y)[] f, (long X, long Y)[] g) => !Separates(f, g) && !Separates(g, f);

    private static bool Separates((long X, long Y)[] f, (long X, long Y)[] g)
    {
        for (var k = 0; k < 3; k++)
        {
            if (Area(f[k], f[(k + 1) % 3], g[0]) <= 0 && Area(f[k], f[(k + 1) % 3], g[1]) <= 0 && Area(f[k], f[(k + 1) % 3], g[2]) <= 0)
                return true;
        }

        return false;
    }

    private static long Area((long X, long Y) a, (long X, long Y) b, (long X, long Y) c) => (b.X - a.X) * (c.Y - a.Y) - (b.Y - a.Y) * (c.X - a.X);
}
