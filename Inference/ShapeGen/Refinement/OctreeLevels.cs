namespace Hunyuan3D.Inference.ShapeGen.Refinement;

/// <summary>The resolutions that a volume is refined through, coarse to fine.</summary>
internal static class OctreeLevels
{
    /// <summary>Upstream's least resolution of the coarse level.</summary>
    public const int DefaultMinResolution = 63;

    /// <summary>Halves, rounding down, while the result is at least <paramref name="minResolution"/>: 384 gives 96, 192, 384.</summary>
    public static int[] Of(int octreeResolution, int minResolution)
    {
        var levels = new List<int> { octreeResolution };
        while (levels[^1] / 2 >= minResolution)
            levels.Add(levels[^1] / 2);
        levels.Reverse();
        return [.. levels];
    }
}
