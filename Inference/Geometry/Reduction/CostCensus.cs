namespace Hunyuan3D.Inference.Geometry.Reduction;

/// <summary>
/// Counts, at which cost how many faces of a patch go. Faces at frozen vertices are left out: they must stay whatever the cost, and a small
/// patch has many of them.
/// </summary>
/// <param name="keptShare">The count is complete when this share of the faces is left.</param>
internal sealed class CostCensus(double keptShare)
{
    private readonly int[] _removed = new int[CollapseQueue.LastBucket + 1];
    private int _reached;

    /// <summary>Faces without a frozen corner before the first collapse.</summary>
    public int Faces { get; private set; }

    public int Left { get; private set; }

    public bool IsComplete => Left <= keptShare * Faces;

    public void Begin(int faces) => (Faces, Left) = (faces, faces);

    /// <summary>A collapse that went further down in cost than an earlier one was made possible by it, and counts at its cost.</summary>
    public void Remove(int faces, int bucket)
    {
        _reached = Math.Max(_reached, bucket);
        _removed[_reached] += faces;
        Left -= faces;
    }

    /// <summary>The last bucket that still leaves <paramref name="share"/> of the faces of all patches.</summary>
    public static int LastBucketLeaving(CostCensus[] censuses, double share)
    {
        var toRemove = censuses.Sum(census => (long)census.Faces) * (1 - share);
        long removed = 0;
        for (var bucket = 0; bucket < CollapseQueue.LastBucket; bucket++)
        {
            removed += censuses.Sum(census => (long)census._removed[bucket]);
            if (removed > toRemove)
                return bucket;
        }

        return CollapseQueue.LastBucket;
    }
}
