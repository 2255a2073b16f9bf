using System.Numerics;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.ShapeGen;
using Hunyuan3D.Inference.ShapeGen.IsoSurface;

namespace Hunyuan3D.Tests.Inference.ShapeGen;

/// <summary>The plain way to <see cref="MarchingCubes"/>: cell by cell, vertices found in a dictionary.</summary>
internal static class PlainMarchingCubes
{
    private const double LeastStep = 1.0 / (1 << 14);

    public static TriangleMesh Extract(VoxelGrid grid, float mcLevel)
    {
        int n = grid.PointsPerAxis;
        var values = grid.Values;
        var positions = new List<Vector3>();
        var indices = new List<int>();
        var vertexOfEdge = new Dictionary<long, int>();
        Span<double> corners = stackalloc double[CubeCell.Corners];
        for (var i = 0; i < n - 1; i++)
        {
            for (var j = 0; j < n - 1; j++)
            {
                for (var k = 0; k < n - 1; k++)
                {
                    int inside = 0;
                    var valid = true;
                    for (var c = 0; c < CubeCell.Corners; c++)
                    {
                        var value = values[((i + (c >> 2)) * n + j + ((c >> 1) & 1)) * n + k + (c & 1)];
                        corners[c] = (double)value - mcLevel;
                        valid &= !float.IsNaN(value);
                        if (corners[c] > 0)
                            inside |= 1 << c;
                    }

                    if (!valid || inside is 0 or 255)
                        continue;
                    var tiling = CubeCases.Find(inside) ?? CubeCases.Resolve(inside, corners);
                    var centre = -1;
                    foreach (var edge in tiling.Triangles)
                    {
                        if (edge == CubeCell.CentreVertex)
                        {
                            if (centre < 0)
                            {
                                centre = positions.Count;
                                positions.Add(Centre(i, j, k, corners, grid.OctreeResolution));
                            }

                            indices.Add(centre);
                            continue;
                        }

                        int start = CubeCell.EdgeStart(edge), end = CubeCell.EdgeEnd(edge), axis = edge >> 2;
                        int x = i + (start >> 2), y = j + ((start >> 1) & 1), z = k + (start & 1);
                        var key = (((long)x * n + y) * n + z) * 3 + axis;
                        if (!vertexOfEdge.TryGetValue(key, out var vertex))
                        {
                            vertex = positions.Count;
                            vertexOfEdge.Add(key, vertex);
                            double a = Math.Abs(corners[start]), b = Math.Abs(corners[end]);
                            var t = Math.Clamp(a / (a + b), LeastStep, 1 - LeastStep);
                            positions.Add(World(x + (axis == 0 ? t : 0), y + (axis == 1 ? t : 0), z + (axis == 2 ? t : 0), grid.OctreeResolution));
                        }

                        indices.Add(vertex);
                    }
                }
            }
        }

        return new TriangleMesh([.. positions], [.. indices]);
    }

    private static Vector3 World(double x, double y, double z, int octreeResolution)
    {
        var cell = 2.02 / (octreeResolution + 1);
        return new Vector3((float)(x * cell - 1.01), (float)(y * cell - 1.01), (float)(z * cell - 1.01));
    }

    // The corners' mean, weighted by the inverse of their distance from the level.
    private static Vector3 Centre(int i, int j, int k, ReadOnlySpan<double> corners, int octreeResolution)
    {
        double sum = 0, x = 0, y = 0, z = 0;
        for (var c = 0; c < CubeCell.Corners; c++)
        {
            var weight = 1 / (2.220446049250313e-16 + Math.Abs(corners[c]));
            sum += weight;
            x += weight * (c >> 2);
            y += weight * ((c >> 1) & 1);
            z += weight * (c & 1);
        }

        return World(i + x / sum, j + y / sum, k + z / sum, octreeResolution);
    }
}
