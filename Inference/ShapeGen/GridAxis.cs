namespace Hunyuan3D.Inference.ShapeGen;

/// <summary>The coordinates of the sample grid: upstream's <c>linspace(-1.01, 1.01, resolution + 1)</c>, computed in double, stored as float.</summary>
internal static class GridAxis
{
    /// <summary>Half the edge of the sampled cube (upstream: <c>box_v</c>), in units.</summary>
    public const double Bounds = 1.01;

    /// <summary>The largest resolution whose grid an array can hold.</summary>
    public const int MaxResolution = 1024;

    /// <param name="resolution">Cells along the axis, 1 to <see cref="MaxResolution"/>.</param>
    /// <returns>[resolution + 1], rising.</returns>
    public static float[] Points(int resolution)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(resolution, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(resolution, MaxResolution);
        var points = new float[resolution + 1];
        for (var i = 0; i <= resolution; i++)
            points[i] = (float)(i * (2 * Bounds / resolution) - Bounds);
        points[resolution] = (float)Bounds;
        return points;
    }
}
