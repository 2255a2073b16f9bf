using System.Numerics;
using Hunyuan3D.Inference.Geometry;

namespace Hunyuan3D.Inference.ShapeGen.Simulated;

/// <summary>The regular solid of 12 vertices and 20 triangles: the smallest mesh that looks like a ball.</summary>
internal static class Icosahedron
{
    // Twelve corners of three golden rectangles; faces counter-clockwise from outside.
    private static readonly int[] Faces =
    [
        0, 11, 5, 0, 5, 1, 0, 1, 7, 0, 7, 10, 0, 10, 11,
        1, 5, 9, 5, 11, 4, 11, 10, 2, 10, 7, 6, 7, 1, 8,
        3, 9, 4, 3, 4, 2, 3, 2, 6, 3, 6, 8, 3, 8, 9,
        4, 9, 5, 2, 4, 11, 6, 2, 10, 8, 6, 7, 9, 8, 1,
    ];

    /// <param name="radius">Distance of the vertices from the origin, in units.</param>
    public static TriangleMesh Create(float radius)
    {
        var golden = (1 + MathF.Sqrt(5)) / 2;
        var scale = radius / MathF.Sqrt(1 + golden * golden);
        var (a, b) = (scale, golden * scale);
        Vector3[] positions =
        [
            new(-a, b, 0), new(a, b, 0), new(-a, -b, 0), new(a, -b, 0),
            new(0, -a, b), new(0, a, b), new(0, -a, -b), new(0, a, -b),
            new(b, 0, -a), new(b, 0, a), new(-b, 0, -a), new(-b, 0, a),
        ];
        return new TriangleMesh(positions, [.. Faces]);
    }
}
