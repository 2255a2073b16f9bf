namespace Hunyuan3D.Inference.TexGen;

/// <summary>
/// The six fixed views of the paint pipeline: front, left, back, right, top, bottom.
/// Source: Hunyuan3D-2, <c>hy3dgen/texgen/pipelines.py</c>.
/// </summary>
internal static class SixViews
{
    public static IReadOnlyList<SixView> All { get; } =
    [
        new(0, 0, 1f),
        new(90, 0, 0.1f),
        new(180, 0, 0.5f),
        new(270, 0, 0.1f),
        new(0, 90, 0.05f),
        new(180, -90, 0.05f),
    ];

    /// <summary>The camera index of any azimuth (rounded down to 30 degrees) and a known elevation.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The elevation is none the network was trained on.</exception>
    public static int CameraIndex(int azimuth, int elevation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(azimuth);
        var around = ((azimuth / 30) + 9) % 12;
        return elevation switch
        {
            -20 => around,
            0 => around + 12,
            20 => around + 24,
            90 => (around / 3) + 40,
            -90 => (around / 3) + 36,
            _ => throw new ArgumentOutOfRangeException(nameof(elevation), elevation, "Expected one of -90, -20, 0, 20, 90."),
        };
    }
}
