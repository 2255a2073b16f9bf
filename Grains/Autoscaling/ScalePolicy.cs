using System.Collections.Immutable;
using System.Globalization;
using Hunyuan3D.Grains.Interfaces.Autoscaling;

namespace Hunyuan3D.Grains.Autoscaling;

/// <summary>
/// When silos are added and taken away. Pure: everything it knows is in the snapshot.
/// Out: below the minimum at once; with no silo at all the first waiting stage, at once; otherwise by the queue's length, with a cool-down.
/// In: one silo at a time, idle for long enough, nothing waiting, with a cool-down; never a busy silo and never below the on-demand floor.
/// </summary>
internal sealed class ScalePolicy(AutoscalingOptions options)
{
    private readonly SiloMix _mix = new(options.OnDemandFloor, options.SpotShare);

    public ScaleDecision Decide(ScaleSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ImmutableArray<ScaledSilo> silos = [.. snapshot.Silos.Where(silo => silo.State != ScaledSiloState.Stopping)];
        var decision = Grow(snapshot, silos) ?? Shrink(snapshot, silos) ?? new ScaleDecision(ScaleAction.None, Rest(snapshot, silos.Length));
        return decision with { Recommendation = Recommend(snapshot, silos) };
    }

    private ScaleDecision? Grow(ScaleSnapshot snapshot, ImmutableArray<ScaledSilo> silos)
    {
        var (total, waiting) = (silos.Length, snapshot.Waiting);
        var byLength = waiting > 2L * options.QueueThreshold ? 2 : waiting > options.QueueThreshold ? 1 : 0;
        var (add, reason) = total < options.Min ? (Math.Max(options.Min - total, byLength), Text($"{total} silos are fewer than the minimum of {options.Min}"))
            : total == 0 && waiting > 0 ? (Math.Max(1, byLength), Text($"{waiting} stages wait and there is no silo"))
            : byLength > 0 && !InCooldown(snapshot, options.ScaleOutCooldown) ? (byLength, Text($"{waiting} stages wait, more than {byLength * (long)options.QueueThreshold}"))
            : (0, "");
        add = Math.Min(add, options.Max - total);
        if (add <= 0) return null;

        var spotIsShort = silos.Any(silo => silo is { Spot: true, State: ScaledSiloState.Starting } && snapshot.Now - silo.Since >= options.StartTimeout);
        var onDemandNow = silos.Count(silo => !silo.Spot);
        var (onDemand, spot) = (0, 0);
        for (var one = 1; one <= add; one++)
        {
            if (spotIsShort || onDemandNow + onDemand < _mix.OnDemand(total + one)) onDemand++;
            else spot++;
        }

        return new ScaleDecision(ScaleAction.Out, reason + (spotIsShort ? "; spot silos do not come" : ""), onDemand, spot);
    }

    private ScaleDecision? Shrink(ScaleSnapshot snapshot, ImmutableArray<ScaledSilo> silos)
    {
        var total = silos.Length;
        var excess = total > options.Max;
        if (total <= options.Min || (snapshot.Waiting > 0 && !excess) || InCooldown(snapshot, options.ScaleInCooldown) || silos.Length < snapshot.Silos.Length) return null;

        var onDemand = silos.Count(silo => !silo.Spot);
        var preferSpot = onDemand <= _mix.OnDemand(total - 1);
        var mayTakeOnDemand = onDemand > Math.Min(options.OnDemandFloor, total - 1);
        var chosen = silos
            .Where(silo => silo.Busy == 0 && silo.IdleSince is { } since && (excess || snapshot.Now - since >= options.IdleAfter) && (silo.Spot || mayTakeOnDemand))
            .OrderBy(silo => silo.Spot != preferSpot).ThenBy(silo => silo.IdleSince).ThenBy(silo => silo.Id, StringComparer.Ordinal)
            .FirstOrDefault();
        return chosen is null ? null : new ScaleDecision(
            ScaleAction.In,
            excess ? Text($"{total} silos are more than the maximum of {options.Max}") : Text($"idle for {(snapshot.Now - chosen.IdleSince!.Value).TotalSeconds:F0} s and nothing waits"),
            Remove: chosen);
    }

    private string? Recommend(ScaleSnapshot snapshot, ImmutableArray<ScaledSilo> silos)
        => silos.IsEmpty || snapshot.GpuLoad <= options.GpuHigh || snapshot.CpuLoad <= options.CpuHigh ? null : Text(
            $"Devices {snapshot.GpuLoad:0%} and processors {snapshot.CpuLoad:0%} are both near their limit (from {options.GpuHigh:0%} and {options.CpuHigh:0%}): larger machines serve better than more of the same.");

    private string Rest(ScaleSnapshot snapshot, int total)
        => snapshot.Waiting > options.QueueThreshold && total >= options.Max ? Text($"{snapshot.Waiting} stages wait, and {total} silos are the maximum")
            : snapshot.Waiting > options.QueueThreshold ? Text($"{snapshot.Waiting} stages wait; the last change is too recent")
            : Text($"{snapshot.Waiting} stages wait for {total} silos");

    private static bool InCooldown(ScaleSnapshot snapshot, TimeSpan cooldown)
        => snapshot.Now - snapshot.LastOut < cooldown || snapshot.Now - snapshot.LastIn < cooldown;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
