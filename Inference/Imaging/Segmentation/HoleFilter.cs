namespace Hunyuan3D.Inference.Imaging.Segmentation;

/// <summary>
/// Decides of every gap that the subject encloses whether the background is seen through it, like through the handle of a mug, or whether
/// it
/// is a highlight or a pale patch of the subject. A see-through gap is of the background's very colour, ends at a sharp outline, and is not
/// tiny.
/// </summary>
internal static class HoleFilter
{
    /// <summary>Working pixels, and share of the subject: smaller gaps are glints more often than holes.</summary>
    private const int LeastPixels = 12;
    private const float LeastShare = 0.0007f;

    /// <summary>Mean squared distance (of about 3 for background itself) up to which a gap's colour is the background's.</summary>
    private const float LargestMean = 5;

    /// <summary>Where a gap's outline is looked at, in working pixels from the gap: just past it, and well inside the subject.</summary>
    private const int Near = 2, Far = 5;

    /// <summary>
    /// How much of the contrast well inside must be there just past the outline. Outlines give 0.95 and more, highlights fade in.
    /// </summary>
    private const float LeastSharpness = 0.88f;

    /// <summary>Closes the gaps that are not see-through.</summary>
    /// <param name="subject">[height, width]; changed in place.</param>
    /// <param name="distances">[height, width]: squared distance from the background's colour.</param>
    public static void CloseFalse(bool[] subject, int width, float[] distances)
    {
        var gaps = Components.Of(subject, width, value: false, diagonal: false);
        var enclosed = Enumerable.Range(0, gaps.Regions.Count).Where(gap => !gaps.Regions[gap].Border).ToHashSet();
        if (enclosed.Count == 0)
            return;
        var members = enclosed.ToDictionary(gap => gap, _ => new List<int>());
        for (var pixel = 0; pixel < subject.Length; pixel++)
        {
            if (!subject[pixel] && members.TryGetValue(gaps[pixel], out var list))
                list.Add(pixel);
        }

        var least = Math.Max(LeastPixels, LeastShare * subject.Count(inside => inside));
        foreach (var pixels in members.Values.Where(pixels => !IsSeeThrough(pixels, least, subject, width, distances)))
        {
            foreach (var pixel in pixels)
                subject[pixel] = true;
        }
    }

    private static bool IsSeeThrough(List<int> gap, float leastPixels, bool[] subject, int width, float[] distances)
    {
        if (gap.Count < leastPixels || gap.Average(pixel => distances[pixel]) > LargestMean)
            return false;
        var around = NearestSeeds.Of(width, subject.Length / width, gap, Far);
        var (near, far) = (new Mean(), new Mean());
        for (var pixel = 0; pixel < subject.Length; pixel++)
        {
            if (!subject[pixel] || around[pixel] < 0)
                continue;
            var steps = (int)around.Distance(pixel);
            if (steps == Near)
                near.Add(MathF.Sqrt(distances[pixel]));
            else if (steps == Far)
                far.Add(MathF.Sqrt(distances[pixel]));
        }

        return near.Value >= LeastSharpness * far.Value;
    }

    private struct Mean
    {
        private float _sum;
        private int _count;

        public readonly float Value => _count == 0 ? 0 : _sum / _count;

        public void Add(float value) => (_sum, _count) = (_sum + value, _count + 1);
    }
}
