namespace Hunyuan3D.Inference.ShapeGen.IsoSurface;

/// <summary>The values at the corners of one cell, less the level.</summary>
internal static class CornerValues
{
    // The weight of a corner that is exactly on the level, as in scikit-image.
    private const double Epsilon = 2.220446049250313e-16;

    /// <param name="corners">[8] written.</param>
    public static void Read(VoxelGrid grid, float level, int i, int j, int k, Span<double> corners)
    {
        int n = grid.PointsPerAxis, first = (i * n + j) * n + k;
        for (var corner = 0; corner < CubeCell.Corners; corner++)
            corners[corner] = (double)grid.Values[first + (corner >> 2) * n * n + ((corner >> 1) & 1) * n + (corner & 1)] - level;
    }

    /// <summary>Where the vertex inside a cell lies, from its low corner in cells: the corners' mean, weighted by 1 / |value|.</summary>
    public static (double X, double Y, double Z) Centre(ReadOnlySpan<double> corners)
    {
        double sum = 0, x = 0, y = 0, z = 0;
        for (var corner = 0; corner < CubeCell.Corners; corner++)
        {
            var weight = 1 / (Epsilon + Math.Abs(corners[corner]));
            sum += weight;
            x += (corner & 4) != 0 ? weight : 0;
            y += (corner & 2) != 0 ? weight : 0;
            z += (corner & 1) != 0 ? weight : 0;
        }

        return (x / sum, y / sum, z / sum);
    }
}
