using System.Numerics;

namespace Hunyuan3D.Inference.Geometry.Metrics;

/// <summary>Random points on a surface, with even density.</summary>
internal static class SurfaceSampling
{
    /// <summary>One point in every equal share of the area, taken in face order (stratified, so less noisy than independent points).</summary>
    /// <exception cref="ArgumentException">The mesh has no area.</exception>
    public static Vector3[] Sample(TriangleMesh mesh, int count, int seed)
    {
        var areaUpTo = new double[mesh.FaceCount];
        double total = 0;
        for (var face = 0; face < areaUpTo.Length; face++)
        {
            var (a, b, c) = Corners(mesh, face);
            areaUpTo[face] = total += Vector3.Cross(b - a, c - a).Length();
        }

        if (!(total > 0) || !double.IsFinite(total))
            throw new ArgumentException($"A mesh of {mesh.FaceCount} faces with a total area of {total / 2} cannot be sampled.", nameof(mesh));
        var random = new Random(seed);
        var points = new Vector3[count];
        var at = 0;
        for (var p = 0; p < count; p++)
        {
            var area = (p + random.NextDouble()) / count * total;
            while (at < areaUpTo.Length - 1 && areaUpTo[at] < area)
                at++;
            var (a, b, c) = Corners(mesh, at);
            float root = MathF.Sqrt(random.NextSingle()), along = random.NextSingle();
            points[p] = (1 - root) * a + root * (1 - along) * b + root * along * c;
        }

        return points;
    }

    private static (Vector3 A, Vector3 B, Vector3 C) Corners(TriangleMesh mesh, int face) =>
        (mesh.Positions[mesh.Indices[3 * face]], mesh.Positions[mesh.Indices[3 * face + 1]], mesh.Positions[mesh.Indices[3 * face + 2]]);
}
