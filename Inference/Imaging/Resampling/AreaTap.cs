namespace Hunyuan3D.Inference.Imaging.Resampling;

/// <summary>A source pixel's share of a target pixel that covers it in part or whole.</summary>
internal readonly record struct AreaTap(int Index, float Weight)
{
    /// <summary>A sliver of a pixel below this is left out, as OpenCV does.</summary>
    private const double Sliver = 1e-3;

    /// <summary>Every target pixel's taps along one axis.</summary>
    /// <param name="scale">Source pixels per target pixel, at least 1.</param>
    public static AreaTap[][] Table(int source, int target, double scale)
    {
        var table = new AreaTap[target][];
        for (var d = 0; d < target; d++)
        {
            var from = d * scale;
            var to = from + scale;
            var cell = Math.Min(scale, source - from);
            var last = Math.Min((int)Math.Floor(to), source - 1);
            var first = Math.Min((int)Math.Ceiling(from), last);
            var taps = new List<AreaTap>();
            if (first - from > Sliver)
                taps.Add(new AreaTap(first - 1, (float)((first - from) / cell)));
            for (var s = first; s < last; s++)
                taps.Add(new AreaTap(s, (float)(1 / cell)));
            if (to - last > Sliver)
                taps.Add(new AreaTap(last, (float)(Math.Min(Math.Min(to - last, 1), cell) / cell)));
            table[d] = [.. taps];
        }

        return table;
    }
}
