namespace Hunyuan3D.Grains.Gpu;

/// <summary>Share of the slots' time that was used lately: a mean whose weight halves every 20 s. Looked at whenever a slot changes, so nothing is missed.</summary>
internal sealed class SlotLoad(TimeProvider time)
{
    private const double HalfLifeSeconds = 20;

    private long _last = time.GetTimestamp();
    private double _share;
    private double _mean;

    /// <summary>Takes in how many slots are busy from now on; returns the mean until now, 0 to 1.</summary>
    public double Update(int busy, int slots)
    {
        var kept = Math.Pow(0.5, time.GetElapsedTime(_last).TotalSeconds / HalfLifeSeconds);
        _mean = _mean * kept + _share * (1 - kept);
        (_last, _share) = (time.GetTimestamp(), slots == 0 ? 0 : busy / (double)slots);
        return _mean;
    }
}
