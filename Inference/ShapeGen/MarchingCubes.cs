using System.Numerics;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.ShapeGen.IsoSurface;

namespace Hunyuan3D.Inference.ShapeGen;

/// <summary>
/// Isosurface of a voxel grid by marching cubes with the cases of MC33 (see <see cref="CubeCases"/>).
/// <para>
/// A point is inside when its value exceeds the level. Vertices lie at the linear crossing of the cell edges, shared by index; cells with a NaN corner
/// are skipped. The mesh is closed and manifold except where the solid touches the border of the grid or a NaN cell. A crossing closer to a grid point
/// than 2^-14 of an edge is moved that far away, so that values equal to the level leave no coincident vertices; all other positions, and the numbers
/// of vertices and triangles, are those of scikit-image's <c>marching_cubes</c>.
/// </para>
/// </summary>
internal static class MarchingCubes
{
    private const double LeastStep = 1.0 / (1 << 14);

    /// <returns>The surface, facing outward: [-1.01, 1.01]^3, index / (octree resolution + 1) * 2.02 - 1.01 as upstream scales.</returns>
    /// <exception cref="NoSurfaceException">No cell is crossed by the surface.</exception>
    public static TriangleMesh Extract(VoxelGrid grid, float mcLevel, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(grid);
        int n = grid.PointsPerAxis;
        var values = grid.Values;
        var positions = new List<Vector3>();
        var indices = new List<int>();
        var vertexOfEdge = new Dictionary<long, int>();
        Span<double> corners = stackalloc double[CubeCell.Corners];
        for (var i = 0; i < n - 1; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
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

        if (indices.Count == 0)
            throw new NoSurfaceException($"The volume of {n}^3 points has no surface at level {mcLevel}: no cell has points on both sides.");
        return new TriangleMesh([.. positions], [.. indices]);
    }

    private static Vector3 World(double x, double y, double z, int octreeResolution)
    {
        double points = octreeResolution + 1;
        return new Vector3((float)(x / points * 2.02 - 1.01), (float)(y / points * 2.02 - 1.01), (float)(z / points * 2.02 - 1.01));
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
