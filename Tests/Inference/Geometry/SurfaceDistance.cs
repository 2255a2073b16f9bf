using System.Numerics;
using Hunyuan3D.Inference.Geometry;

namespace Hunyuan3D.Tests.Inference.Geometry;

/// <summary>
/// How far one surface is from another: points spread evenly over the first, and from each the exact distance to the nearest triangle of
/// the second, found through a grid. As Cignoni et al., "Metro" (1998), samples it.
/// </summary>
internal sealed class SurfaceDistance
{
    private readonly TriangleMesh _mesh;
    private readonly Vector3 _low;
    private readonly float _box;
    private readonly int _boxes;
    private readonly List<int>[] _faces;

    private SurfaceDistance(TriangleMesh mesh)
    {
        _mesh = mesh;
        var (low, high) = Bounds(mesh);
        _boxes = Math.Clamp((int)Math.Sqrt(mesh.FaceCount / 4.0), 1, 100);
        _low = low;
        _box = Math.Max(Math.Max(high.X - low.X, high.Y - low.Y), high.Z - low.Z) / _boxes;
        _faces = new List<int>[_boxes * _boxes * _boxes];
        for (var face = 0; face < mesh.FaceCount; face++)
        {
            var (a, b, c) = Corners(mesh, face);
            var (from, to) = (BoxOf(Vector3.Min(a, Vector3.Min(b, c))), BoxOf(Vector3.Max(a, Vector3.Max(b, c))));
            for (var x = from.X; x <= to.X; x++)
            {
                for (var y = from.Y; y <= to.Y; y++)
                {
                    for (var z = from.Z; z <= to.Z; z++)
                        (_faces[(x * _boxes + y) * _boxes + z] ??= []).Add(face);
                }
            }
        }
    }

    /// <returns>Root mean square of the distance from <paramref name="samples"/> points of one mesh to the other, both ways, the larger of the two,
    /// as a share of the diagonal of the first mesh's bounding box.</returns>
    public static double RootMeanSquare(TriangleMesh first, TriangleMesh second, int samples)
    {
        var (low, high) = Bounds(first);
        return Math.Max(OneWay(first, second, samples), OneWay(second, first, samples)) / Vector3.Distance(low, high);
    }

    private static double OneWay(TriangleMesh from, TriangleMesh to, int samples)
    {
        var target = new SurfaceDistance(to);
        var points = Sample(from, samples);
        return Math.Sqrt(points.AsParallel().AsOrdered().Select(target.Squared).ToArray().Average());
    }

    private static Vector3[] Sample(TriangleMesh mesh, int samples)
    {
        var areas = new double[mesh.FaceCount + 1];
        for (var face = 0; face < mesh.FaceCount; face++)
        {
            var (a, b, c) = Corners(mesh, face);
            areas[face + 1] = areas[face] + Vector3.Cross(b - a, c - a).Length();
        }

        var random = new Random(1);
        var points = new Vector3[samples];
        var at = 0;
        for (var i = 0; i < samples; i++)
        {
            var wanted = (i + random.NextDouble()) / samples * areas[^1];
            while (at < mesh.FaceCount - 1 && areas[at + 1] < wanted)
                at++;
            float u = random.NextSingle(), v = random.NextSingle();
            if (u + v > 1)
                (u, v) = (1 - u, 1 - v);
            var (a, b, c) = Corners(mesh, at);
            points[i] = a + u * (b - a) + v * (c - a);
        }

        return points;
    }

    private double Squared(Vector3 point)
    {
        var centre = BoxOf(point);
        var best = double.MaxValue;
        for (var reach = 0; reach < _boxes; reach++)
        {
            // Everything within (reach - 1) boxes has been seen.
            if (reach > 0 && best <= (reach - 1) * (double)_box * ((reach - 1) * (double)_box))
                break;
            for (var x = Math.Max(0, centre.X - reach); x <= Math.Min(_boxes - 1, centre.X + reach); x++)
            {
                for (var y = Math.Max(0, centre.Y - reach); y <= Math.Min(_boxes - 1, centre.Y + reach); y++)
                {
                    var inside = Math.Abs(x - centre.X) < reach && Math.Abs(y - centre.Y) < reach;
                    for (var z = centre.Z - reach; z <= centre.Z + reach; z += inside ? 2 * reach : 1)
                    {
                        if (z < 0 || z >= _boxes)
                            continue;
                        foreach (var face in _faces[(x * _boxes + y) * _boxes + z] ?? [])
                        {
                            var (a, b, c) = Corners(_mesh, face);
                            best = Math.Min(best, Squared(point, a, b, c));
                        }
                    }
                }
            }
        }

        return best;
    }

    /// <summary>Squared distance from a point to a triangle: over the plane if the foot lies inside, else over the sides.</summary>
    private static double Squared(Vector3 p, Vector3 a, Vector3 b, Vector3 c)
    {
        var normal = Vector3.Cross(b - a, c - a);
        var area = normal.LengthSquared();
        if (area > 0
            && Vector3.Dot(Vector3.Cross(b - a, p - a), normal) >= 0
            && Vector3.Dot(Vector3.Cross(c - b, p - b), normal) >= 0
            && Vector3.Dot(Vector3.Cross(a - c, p - c), normal) >= 0)
        {
            double height = Vector3.Dot(p - a, normal);
            return height * height / area;
        }

        return Math.Min(ToSide(p, a, b), Math.Min(ToSide(p, b, c), ToSide(p, c, a)));
    }

    private static double ToSide(Vector3 p, Vector3 a, Vector3 b)
    {
        var length = (b - a).LengthSquared();
        var t = length > 0 ? Math.Clamp(Vector3.Dot(p - a, b - a) / length, 0, 1) : 0;
        return Vector3.DistanceSquared(p, a + t * (b - a));
    }

    private (int X, int Y, int Z) BoxOf(Vector3 p) => (BoxOf(p.X - _low.X), BoxOf(p.Y - _low.Y), BoxOf(p.Z - _low.Z));

    private int BoxOf(float offset) => Math.Clamp((int)(offset / _box), 0, _boxes - 1);

    private static (Vector3 A, Vector3 B, Vector3 C) Corners(TriangleMesh mesh, int face) =>
        (mesh.Positions[mesh.Indices[3 * face]], mesh.Positions[mesh.Indices[3 * face + 1]], mesh.Positions[mesh.Indices[3 * face + 2]]);

    private static (Vector3 Low, Vector3 High) Bounds(TriangleMesh mesh) =>
        (mesh.Positions.Aggregate(Vector3.Min), mesh.Positions.Aggregate(Vector3.Max));
}
