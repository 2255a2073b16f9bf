using System.Numerics;

namespace Hunyuan3D.Inference.Geometry.Metrics;

/// <summary>The distance from a point to a triangle.</summary>
internal static class PointTriangle
{
    /// <summary>
    /// To the plane where the point's foot lies in the triangle, otherwise to the nearest of the three sides. Works for triangles without area too.
    /// </summary>
    public static float DistanceSquared(Vector3 point, Vector3 a, Vector3 b, Vector3 c)
    {
        Vector3 ab = b - a, ac = c - a, ap = point - a, normal = Vector3.Cross(ab, ac);
        var area = normal.LengthSquared();
        if (area > 0)
        {
            // Barycentric coordinates of the foot, times the area.
            float v = Vector3.Dot(Vector3.Cross(ap, ac), normal), w = Vector3.Dot(Vector3.Cross(ab, ap), normal);
            if (v >= 0 && w >= 0 && v + w <= area)
            {
                var height = Vector3.Dot(ap, normal);
                return height * height / area;
            }
        }

        return MathF.Min(ToSide(ap, ab), MathF.Min(ToSide(ap, ac), ToSide(point - b, c - b)));
    }

    private static float ToSide(Vector3 fromStart, Vector3 side)
    {
        var length = side.LengthSquared();
        var t = length > 0 ? Math.Clamp(Vector3.Dot(fromStart, side) / length, 0, 1) : 0;
        return (fromStart - t * side).LengthSquared();
    }
}
