using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Scheduling;

namespace Hunyuan3D.Grains.Scheduling;

/// <summary>
/// How well a silo with a free slot suits a ticket; the least is the best. Order: model warm, load by weight, for interactive work on-demand before
/// spot and for batch work the reverse, fewest grants so far, address (so that the choice is the same every time).
/// </summary>
internal readonly record struct SiloRank(bool Cold, double Load, bool UnwelcomeKind, double Granted, string Address) : IComparable<SiloRank>
{
    public static SiloRank Of(SiloEntry silo, StageTicket ticket)
    {
        var report = silo.Report!;
        var unwelcome = ticket.Priority switch
        {
            GenerationPriority.Interactive => report.Spot,
            GenerationPriority.Batch => !report.Spot,
            _ => false,
        };
        return new SiloRank(!silo.IsWarm(ticket.Demand), silo.BusyCount / (silo.SlotCount * report.Weight), unwelcome, silo.Granted / report.Weight, silo.Address);
    }

    public int CompareTo(SiloRank other)
    {
        var order = Cold.CompareTo(other.Cold);
        if (order == 0) order = Load.CompareTo(other.Load);
        if (order == 0) order = UnwelcomeKind.CompareTo(other.UnwelcomeKind);
        if (order == 0) order = Granted.CompareTo(other.Granted);
        return order != 0 ? order : string.CompareOrdinal(Address, other.Address);
    }
}
