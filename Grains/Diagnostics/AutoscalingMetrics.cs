using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Hunyuan3D.Grains.Autoscaling;
using Hunyuan3D.Grains.Interfaces.Autoscaling;

namespace Hunyuan3D.Grains.Diagnostics;

/// <summary>Instruments of the autoscaler; the meter is <see cref="GenerationMetrics.MeterName"/>.</summary>
internal sealed class AutoscalingMetrics
{
    private readonly Counter<long> _decisions;
    private ImmutableArray<ScaledSilo> _silos = [];

    public AutoscalingMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(GenerationMetrics.MeterName);
        _decisions = meter.CreateCounter<long>("hunyuan3d.autoscaler.decisions", "{decision}", "Decisions to add or take away silos, by action and whether they were carried out.");
        meter.CreateObservableGauge("hunyuan3d.autoscaler.silos", Count, "{silo}", "Silos that the autoscaler looks after, by kind and state; on the silo that hosts it.");
    }

    public void Decided(ScaleEvent decision)
        => _decisions.Add(1, new("action", decision.Action.ToString()), new KeyValuePair<string, object?>("done", decision.Problem is null));

    /// <summary>As the autoscaler on this silo sees them; none when it leaves.</summary>
    public void Silos(ImmutableArray<ScaledSilo> silos) => _silos = silos;

    private IEnumerable<Measurement<int>> Count() => _silos
        .GroupBy(silo => (silo.Spot, silo.State))
        .Select(group => new Measurement<int>(group.Count(), new("kind", group.Key.Spot ? "spot" : "on-demand"), new KeyValuePair<string, object?>("state", group.Key.State.ToString())));
}
