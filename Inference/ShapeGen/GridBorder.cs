namespace Hunyuan3D.Inference.ShapeGen;

/// <summary>The outermost points of a voxel grid.</summary>
internal static class GridBorder
{
    /// <summary>
    /// Puts every border point that lies inside the solid on the level, which counts as outside: a solid that leaves the grid gets a flat cap there instead of a
    /// hole. Upstream leaves the hole.
    /// </summary>
    /// <param name="grid">Changed in place.</param>
    /// <returns>Border points that were inside.</returns>
    public static int Seal(VoxelGrid grid, float mcLevel)
    {
        ArgumentNullException.ThrowIfNull(grid);
        int n = grid.PointsPerAxis, last = n - 1, sealedPoints = 0;
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var row = grid.Values.AsSpan((i * n + j) * n, n);
                var step = i == 0 || i == last || j == 0 || j == last ? 1 : last;
                for (var k = 0; k < n; k += step)
                {
                    if (!(row[k] > mcLevel))
                        continue;
                    row[k] = mcLevel;
                    sealedPoints++;
                }
            }
        }

        return sealedPoints;
    }
}
