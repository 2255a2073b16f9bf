using System.Numerics;

namespace Hunyuan3D.Benchmarks.Samples;

/// <summary>A coloured solid: a signed distance (about; negative inside) and a colour at every point.</summary>
internal sealed partial class Solid(Func<Vector3, float> distance, Func<Vector3, Vector3> color)
{
    /// <summary>In units, negative inside; never larger than the true distance by much.</summary>
    public float Distance(Vector3 point) => distance(point);

    /// <summary>Linear light, 0..1; meant for points on the surface.</summary>
    public Vector3 Color(Vector3 point) => color(point);

    /// <summary>All of them; the nearest gives the colour.</summary>
    public static Solid Union(params Solid[] parts) => new(
        point =>
        {
            var least = float.MaxValue;
            foreach (var part in parts) least = Math.Min(least, part.Distance(point));
            return least;
        },
        point => Nearest(parts, point).Color(point));

    /// <summary>All of them, melted together over about <paramref name="width"/> units.</summary>
    public static Solid Melt(float width, params Solid[] parts) => new(
        point =>
        {
            var merged = parts[0].Distance(point);
            for (var i = 1; i < parts.Length; i++)
            {
                // Polynomial smooth minimum (Quilez).
                var other = parts[i].Distance(point);
                var overlap = Math.Max(width - Math.Abs(merged - other), 0) / width;
                merged = Math.Min(merged, other) - overlap * overlap * width / 4;
            }

            return merged;
        },
        point => Nearest(parts, point).Color(point));

    /// <summary>Cuts another solid out; the cut's surface takes the other's colour.</summary>
    public Solid Minus(Solid other) => new(
        point => Math.Max(Distance(point), -other.Distance(point)),
        point => -other.Distance(point) > Distance(point) ? other.Color(point) : Color(point));

    /// <summary>Other colours on the same shape.</summary>
    public Solid Painted(Func<Vector3, Vector3, Vector3> paint) => new(Distance, point => paint(point, Color(point)));

    public Solid Moved(float x, float y, float z)
    {
        var offset = new Vector3(x, y, z);
        return new(point => Distance(point - offset), point => Color(point - offset));
    }

    /// <param name="axis">Unit length.</param>
    public Solid Turned(Vector3 axis, float degrees)
    {
        var back = Quaternion.CreateFromAxisAngle(axis, -degrees * MathF.PI / 180);
        return new(point => Distance(Vector3.Transform(point, back)), point => Color(Vector3.Transform(point, back)));
    }

    /// <summary>What lies at positive x, on both sides.</summary>
    public Solid MirroredInX() => new(
        point => Distance(point with { X = Math.Abs(point.X) }),
        point => Color(point with { X = Math.Abs(point.X) }));

    /// <summary>What lies at positive z, on both sides.</summary>
    public Solid MirroredInZ() => new(
        point => Distance(point with { Z = Math.Abs(point.Z) }),
        point => Color(point with { Z = Math.Abs(point.Z) }));

    private static Solid Nearest(Solid[] parts, Vector3 point)
    {
        var nearest = parts[0];
        foreach (var part in parts)
        {
            if (part.Distance(point) < nearest.Distance(point)) nearest = part;
        }

        return nearest;
    }
}
