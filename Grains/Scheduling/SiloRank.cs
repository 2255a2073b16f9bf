using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Scheduling;

namespace Hunyuan3D.Grains.Scheduling;

/// <summary>
/// How well a silo with a free slot suits a ticket; the least is the best. Order: not the one where the job just failed; one with nothing to do before one in use, so that nothing is piled
/// up on a silo while others idle; load by weight, where a model that is still to be loaded counts as some more load; for interactive work on-demand before spot and for batch work the reverse;
/// fewest grants so far by weight; address, so that the choice is the same every time.
/// </summary>
internal readonly record struct SiloRank(bool Avoided, bool InUse, double Cost, bool UnwelcomeKind, double Granted, string Address) : IComparable<SiloRank>
{
    /// <param name="coldLoad">What loading a model counts as (<see cref="SiloChoiceOptions.ColdLoad"/>).</param>
    public static SiloRank Of(SiloEntry silo, StageTicket ticket, double coldLoad)
    {
        var report = silo.Report!;
        var busy = silo.BusyCount;
        var unwelcome = ticket.Priority switch
        {
            GenerationPriority.Interactive => report.Spot,
            GenerationPriority.Batch => !report.Spot,
            _ => false,
        };
        var cost = busy / (silo.SlotCount * report.Weight) + (silo.IsWarm(ticket.Demand) ? 0 : coldLoad);
        return new SiloRank(silo.Address == ticket.Avoid, busy > 0, cost, unwelcome, silo.Granted / report.Weight, silo.Address);
    }

    public int CompareTo(SiloRank other)
    {
        var order = Avoided.CompareTo(other.Avoided);
        if (order == 0) order = InUse.CompareTo(other.InUse);
        if (order == 0) order = Cost.CompareTo(other.Cost);
        if (order == 0) order = UnwelcomeKind.CompareTo(other.UnwelcomeKind);
        if (order == 0) order = Granted.CompareTo(other.Granted);
        return order != 0 ? order : string.CompareOrdinal(Address, other.Address);
    }
}
