using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Hunyuan3D.Grains.Autoscaling;
using Hunyuan3D.Grains.Interfaces.Autoscaling;

namespace Hunyuan3D.Grains.Diagnostics;

/// <summary>Instruments of the autoscaler, on the silo that hosts it; the meter is <see cref="GenerationMetrics.MeterName"/>.</summary>
internal sealed class AutoscalingMetrics
{
    private static readonly bool[] Kinds = [false, true];

    private readonly Counter<long> _decisions;
    private ImmutableArray<ScaledSilo>? _silos;
    private (int Min, int Max) _bounds;

    public AutoscalingMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(GenerationMetrics.MeterName);
        _decisions = meter.CreateCounter<long>("hunyuan3d.autoscaler.decisions", "{decision}", "Decisions to add or take away silos, by action and whether they were carried out.");
        meter.CreateObservableGauge("hunyuan3d.autoscaler.silos", Count, "{silo}", "Silos that the autoscaler looks after, by kind and state; on the silo that hosts it.");
        meter.CreateObservableGauge("hunyuan3d.autoscaler.limit", Limits, "{silo}", "The fewest and the most silos that the autoscaler keeps, by bound; on the silo that hosts it.");
    }

    public void Decided(ScaleEvent decision) => Count(1, decision.Action, decision.Problem is null);

    /// <summary>The autoscaler starts on this silo. Its counters begin here, so that the first decision is a growth.</summary>
    public void Started(AutoscalingOptions options)
    {
        _bounds = (options.Min, options.Max);
        foreach (var action in Enum.GetValues<ScaleAction>())
        {
            if (action == ScaleAction.None) continue;
            Count(0, action, done: true);
            Count(0, action, done: false);
        }
    }

    /// <summary>As the autoscaler on this silo sees them; null when it leaves.</summary>
    public void Silos(ImmutableArray<ScaledSilo>? silos) => _silos = silos;

    private void Count(long decisions, ScaleAction action, bool done)
        => _decisions.Add(decisions, GenerationMetrics.Tag("action", GenerationMetrics.Lower(action)), GenerationMetrics.Tag("done", done ? "true" : "false"));

    private IEnumerable<Measurement<int>> Limits() => _silos is null
        ? []
        : [new Measurement<int>(_bounds.Min, GenerationMetrics.Tag("bound", "min")), new Measurement<int>(_bounds.Max, GenerationMetrics.Tag("bound", "max"))];

    private IEnumerable<Measurement<int>> Count() => _silos is not { } silos
        ? []
        : from spot in Kinds
          from state in Enum.GetValues<ScaledSiloState>()
          select new Measurement<int>(
              silos.Count(silo => silo.Spot == spot && silo.State == state),
              GenerationMetrics.Tag("kind", spot ? "spot" : "on-demand"),
              GenerationMetrics.Tag("state", GenerationMetrics.Lower(state)));
}
