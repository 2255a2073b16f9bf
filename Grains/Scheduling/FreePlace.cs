namespace Hunyuan3D.Grains.Scheduling;

/// <summary>Where a silo stands in <see cref="FreeSilos"/>: in which group, and what the group is ordered by.</summary>
/// <param name="Stages">A bit for every stage that a free slot takes.</param>
/// <param name="InUse">Whether a slot is busy.</param>
/// <param name="Load">Busy share of the slots, by weight.</param>
/// <param name="Granted">Grants so far, by weight.</param>
internal sealed record FreePlace(SiloKind Kind, int Stages, bool InUse, double Load, double Granted)
{
    /// <summary>Null: no slot is free.</summary>
    public static FreePlace? Of(SiloEntry silo)
    {
        if (silo.RetiredUntil is not null || silo.Kind is not { } kind || silo.Report is not { Draining: false } report) return null;
        var (stages, busy) = (0, 0);
        foreach (var slot in report.Slots.AsSpan())
        {
            if (!silo.IsFree(slot))
            {
                busy++;
                continue;
            }

            foreach (var stage in slot.Stages.AsSpan()) stages |= 1 << (int)stage;
        }

        return stages == 0 ? null : new FreePlace(kind, stages, busy > 0, busy / (report.Slots.Length * report.Weight), silo.Granted / report.Weight);
    }
}
