using System.Numerics;
using Hunyuan3D.Benchmarks.Geometry;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.ShapeGen;

namespace Hunyuan3D.Benchmarks.TexGen;

/// <summary>What marching cubes and users send when they are at their worst, each of about one number of faces.</summary>
internal static class HardMeshes
{
    public static IEnumerable<(string Name, TriangleMesh Mesh)> All(int faces)
    {
        yield return ("gyroid", FaceReducer.Reduce(Surface(128, new GyroidField()), faces, null, CancellationToken.None));
        yield return ("noise, reduced", FaceReducer.Reduce(Surface(96, new NoiseField(1, 9)), faces, null, CancellationToken.None));
        yield return ("rough noise, from the grid", Cut(Surface(64, new NoiseField(2, 24)), faces));
        yield return ("non-manifold: a fin on every tenth face", Fins(Cut(Surface(64, new NoiseField(3, 12)), faces * 10 / 11), 10));
        yield return ("non-manifold: a fin on every face", Fins(Cut(Surface(64, new NoiseField(3, 12)), faces / 2), 1));
        yield return ("64 spheres", Copies(FaceReducer.Reduce(Surface(64, new NoiseField(4, 5)), faces / 64, null, CancellationToken.None), 64, 5));
        yield return ("1,000 small parts", Copies(Drum(), faces / 40, 6));
        yield return ("10,000 tetrahedra", Copies(new TriangleMesh([Vector3.Zero, Vector3.UnitX, Vector3.UnitY, Vector3.UnitZ], [0, 2, 1, 0, 1, 3, 0, 3, 2, 1, 2, 3]), faces / 4, 7));
    }

    private static TriangleMesh Surface(int resolution, IImplicitField field) =>
        MarchingCubes.Extract(new VanillaVolumeDecoder().Decode(field, resolution, 0f, null, CancellationToken.None), 0f, CancellationToken.None);

    private static TriangleMesh Cut(TriangleMesh mesh, int faces) => new(mesh.Positions, mesh.Indices[..Math.Min(mesh.Indices.Length, 3 * faces)]);

    // Fins stand on edges, which then have three or four faces.
    private static TriangleMesh Fins(TriangleMesh mesh, int every)
    {
        var (positions, indices) = (mesh.Positions.ToList(), mesh.Indices.ToList());
        for (var i = 0; i < mesh.Indices.Length; i += 3 * every)
        {
            var (a, b, c) = (mesh.Positions[mesh.Indices[i]], mesh.Positions[mesh.Indices[i + 1]], mesh.Positions[mesh.Indices[i + 2]]);
            indices.AddRange([mesh.Indices[i], mesh.Indices[i + 1], positions.Count]);
            positions.Add((a + b) / 2 + Vector3.Cross(b - a, c - a) / Math.Max(Vector3.Distance(a, b), 1e-9f));
        }

        return new TriangleMesh([.. positions], [.. indices]);
    }

    private static TriangleMesh Copies(TriangleMesh part, int count, int seed)
    {
        var random = new Random(seed);
        var (positions, indices) = (new List<Vector3>(), new List<int>());
        for (var i = 0; i < count; i++)
        {
            var first = positions.Count;
            var place = new Vector3(random.NextSingle(), random.NextSingle(), random.NextSingle()) * 2 - Vector3.One;
            var (turn, scale) = (Quaternion.CreateFromYawPitchRoll(random.NextSingle() * 6, random.NextSingle() * 6, random.NextSingle() * 6), 0.02f + 0.1f * random.NextSingle());
            positions.AddRange(part.Positions.Select(p => Vector3.Transform(p, turn) * scale + place));
            indices.AddRange(part.Indices.Select(index => index + first));
        }

        return new TriangleMesh([.. positions], [.. indices]);
    }

    // A drum of 40 faces with pointed ends.
    private static TriangleMesh Drum()
    {
        var positions = new List<Vector3>();
        var indices = new List<int>();
        const int Around = 10;
        for (var ring = 1; ring <= 2; ring++)
        {
            for (var i = 0; i < Around; i++)
            {
                var (sin, cos) = MathF.SinCos(MathF.Tau * i / Around);
                positions.Add(new Vector3(cos * 0.9f, ring == 1 ? 0.4f : -0.4f, sin * 0.9f));
            }
        }

        positions.Add(Vector3.UnitY);
        positions.Add(-Vector3.UnitY);
        for (var i = 0; i < Around; i++)
        {
            var next = (i + 1) % Around;
            indices.AddRange([i, next, Around + i, next, Around + next, Around + i, 2 * Around, next, i, 2 * Around + 1, Around + i, Around + next]);
        }

        return new TriangleMesh([.. positions], [.. indices]);
    }
}
