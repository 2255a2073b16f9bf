using Hunyuan3D.Grains.Interfaces.Scheduling;

namespace Hunyuan3D.Grains.Scheduling;

/// <summary>
/// How long stages take, as measured: an exponentially weighted mean for every stage, engine and model, so that what changed lately counts most.
/// Kept by the queue only; a new queue learns anew.
/// </summary>
internal sealed class StageTimes
{
    /// <summary>Weight of the newest measurement; the mean forgets half of what it knew after three stages.</summary>
    private const double Newest = 0.2;

    private readonly Dictionary<StageDemand, double> _means = [];

    public void Add(StageDemand demand, double seconds)
        => _means[demand] = _means.TryGetValue(demand, out var mean) ? mean + Newest * (seconds - mean) : seconds;

    /// <summary>Seconds; a demand that never ran is taken for the mean of its stage and engine with other models; null: nothing is known.</summary>
    public double? Of(StageDemand demand)
    {
        if (_means.TryGetValue(demand, out var mean)) return mean;
        var (sum, count) = (0.0, 0);
        foreach (var (other, seconds) in _means)
        {
            if (other.Stage == demand.Stage && other.Engine == demand.Engine) (sum, count) = (sum + seconds, count + 1);
        }

        return count == 0 ? null : sum / count;
    }
}
