using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.ShapeGen.IsoSurface;

namespace Hunyuan3D.Inference.ShapeGen;

/// <summary>
/// Isosurface of a voxel grid by marching cubes with the cases of MC33 (see <see cref="CubeCases"/>).
/// <para>
/// A point is inside when its value exceeds the level. Vertices lie at the linear crossing of the cell edges, shared by index; cells with a NaN corner
/// are skipped. The mesh is closed and manifold except where the solid touches the border of the grid or a NaN cell. A crossing closer to a grid point
/// than 2^-14 of an edge is moved that far away, so that values equal to the level leave no coincident vertices. Otherwise positions, and the numbers of vertices
/// and triangles, are those of scikit-image's <c>marching_cubes</c>, except in cells whose tunnel that one misjudges; diagonals differ.
/// </para>
/// <para>
/// Three parallel passes: signs to bit masks (one read of the grid, the bound: 228 MB for 385^3), counting, writing. Space without a crossing is skipped
/// sixty-four points at a time. The result does not depend on the number of threads.
/// </para>
/// </summary>
internal static class MarchingCubes
{
    /// <returns>The surface, facing outward: [-1.01, 1.01]^3, index / (octree resolution + 1) * 2.02 - 1.01 as upstream scales.</returns>
    /// <exception cref="ArgumentException">The grid's values do not match its size.</exception>
    /// <exception cref="NoSurfaceException">No cell is crossed by the surface.</exception>
    public static TriangleMesh Extract(VoxelGrid grid, float mcLevel, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(grid);
        long n = grid.PointsPerAxis;
        if (n < 2 || grid.Values.Length != n * n * n)
            throw new ArgumentException($"A grid of {n} points per axis (at least 2) has {n * n * n} values, not {grid.Values.Length}.", nameof(grid));
        var parallel = new ParallelOptions { CancellationToken = cancellationToken };
        var masks = new PointMasks(grid.PointsPerAxis);
        var crossings = EdgeCrossings.Read(grid, mcLevel, masks, parallel);
        var layout = SurfaceLayout.Count(grid, mcLevel, masks, crossings, parallel);
        if (layout.FaceCount == 0)
            throw new NoSurfaceException($"The volume of {n}^3 points has no surface at level {mcLevel}: no cell has points on both sides. Use another level, or check the field.");
        return SurfaceWriter.Write(grid, mcLevel, masks, crossings, layout, parallel);
    }
}
