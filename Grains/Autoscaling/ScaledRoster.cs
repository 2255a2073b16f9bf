using System.Collections.Immutable;
using Hunyuan3D.Grains.Interfaces.Autoscaling;
using Hunyuan3D.Grains.Interfaces.Scheduling;

namespace Hunyuan3D.Grains.Autoscaling;

/// <summary>
/// Brings what the target started and what reports to the queue together, and keeps the clocks of idleness. The clocks start anew with each
/// incarnation of the autoscaler: a silo is then kept a little longer, never shorter.
/// </summary>
internal sealed class ScaledRoster
{
    private Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    public ImmutableArray<ScaledSilo> Update(ImmutableArray<ScaledInstance> instances, ImmutableArray<SiloSnapshot> reported, DateTimeOffset now)
    {
        var byEndpoint = new Dictionary<string, SiloSnapshot>(StringComparer.Ordinal);
        foreach (var silo in reported)
        {
            var endpoint = SiloAddress.FromParsableString(silo.Silo).Endpoint;
            byEndpoint[endpoint.ToString()] = silo;
            byEndpoint[endpoint.Address.ToString()] = silo;
        }

        var next = new Dictionary<string, Entry>(StringComparer.Ordinal);
        var silos = instances.Select(instance => Look(instance, instance.Endpoint is { } endpoint ? byEndpoint.GetValueOrDefault(endpoint) : null, next, now)).ToImmutableArray();
        _entries = next;
        return silos;
    }

    /// <summary>The queue's name of an instance; null: the queue does not know it.</summary>
    public string? AddressOf(string id) => _entries.GetValueOrDefault(id)?.Address;

    private ScaledSilo Look(ScaledInstance instance, SiloSnapshot? silo, Dictionary<string, Entry> next, DateTimeOffset now)
    {
        var state = instance.Stopping || silo is { Draining: true } ? ScaledSiloState.Stopping : silo is null ? ScaledSiloState.Starting : ScaledSiloState.Running;
        var before = _entries.GetValueOrDefault(instance.Id);
        var same = before is not null && before.State == state;
        // A grant since the last look means that it was busy in between, however short.
        var worked = silo is not null && (silo.Busy > 0 || (before is not null && silo.Granted != before.Granted));
        var since = same ? before!.Since : before is null && state == ScaledSiloState.Starting ? instance.Since : now;
        var idle = silo is { Busy: > 0 } ? (DateTimeOffset?)null : worked || !same ? now : before!.IdleSince ?? now;
        next[instance.Id] = new Entry(state, since, idle, silo?.Granted ?? 0, silo?.Silo);
        return new ScaledSilo(instance.Id, instance.Spot, state, silo?.Busy ?? 0, since, idle);
    }

    private sealed record Entry(ScaledSiloState State, DateTimeOffset Since, DateTimeOffset? IdleSince, long Granted, string? Address);
}
