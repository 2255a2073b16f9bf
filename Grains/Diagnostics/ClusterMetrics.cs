using System.Diagnostics.Metrics;

namespace Hunyuan3D.Grains.Diagnostics;

/// <summary>Instruments of the cluster's membership as this silo sees it; the meter is <see cref="GenerationMetrics.MeterName"/>. All silos tell the same: take the maximum, not the sum.</summary>
internal sealed class ClusterMetrics
{
    private readonly Counter<long> _lost;
    private readonly Dictionary<SiloAddress, SiloStatus> _last = [];
    private int _active;

    public ClusterMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(GenerationMetrics.MeterName);
        _lost = meter.CreateCounter<long>("hunyuan3d.cluster.silos.lost", "{silo}", "Silos that were active and then dead without having said goodbye.");
        meter.CreateObservableGauge("hunyuan3d.cluster.silos.active", () => _active, "{silo}", "Active members of the cluster.");
        // A counter that appears with its first event has not grown, for those who only see it then.
        _lost.Add(0);
    }

    /// <summary>Takes in a newer state of the membership; returns the silos that were lost since the one before.</summary>
    /// <remarks>A silo that goes in good order is seen as ShuttingDown before it is dead. What was dead when this silo came was lost before its time.</remarks>
    public IReadOnlyList<SiloAddress> Observe(IEnumerable<KeyValuePair<SiloAddress, SiloStatus>> members)
    {
        var (active, lost) = (0, new List<SiloAddress>());
        foreach (var (silo, status) in members)
        {
            if (status == SiloStatus.Active) active++;
            if (status == SiloStatus.Dead && _last.GetValueOrDefault(silo) == SiloStatus.Active) lost.Add(silo);
            _last[silo] = status;
        }

        _active = active;
        _lost.Add(lost.Count);
        return lost;
    }
}
