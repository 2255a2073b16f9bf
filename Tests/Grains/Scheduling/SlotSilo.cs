using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Grains.Interfaces.Scheduling;

namespace Hunyuan3D.Tests.Grains.Scheduling;

/// <summary>A silo as the slot table sees one: it takes leases, ends them, and reports.</summary>
internal sealed class SlotSilo(string address, int slots)
{
    private readonly Dictionary<Guid, HeldLease> _held = [];
    private readonly Dictionary<Guid, EndedLease> _ended = [];
    private long _sequence;

    public string Address => address;

    public bool Draining { get; set; }

    public bool Spot { get; init; }

    public double Weight { get; init; } = 1;

    public string[] Warm { get; set; } = [];

    public (string Name, long Bytes)[] Models { get; init; } = [];

    public long Free { get; set; }

    public long Total { get; init; }

    public string? Problem { get; set; }

    public GenerationStage[] Stages { get; init; } = [GenerationStage.Shape, GenerationStage.Texture];

    public int Slots => slots;

    public int BusySlots => _held.Values.Count(held => held.OccupiesSlot);

    public IReadOnlyCollection<HeldLease> Held => _held.Values;

    public bool IsFree(int slot) => !_held.Values.Any(held => held.Slot == slot && held.OccupiesSlot);

    /// <summary>False: the slot is taken.</summary>
    public bool TryStart(GpuSlotLease lease)
    {
        if (Draining || !IsFree(lease.Slot)) return false;
        _held.Add(lease.Id, new HeldLease(lease.Id, lease.JobId, new StageDemand(lease.Stage, "simulated", null), lease.Slot, true));
        return true;
    }

    /// <summary>The work ended; the outcome is on its way.</summary>
    public void Finish(Guid lease) => _held[lease] = _held[lease] with { OccupiesSlot = false };

    public void End(Guid lease, StageEnd end = StageEnd.Completed, double? seconds = null)
    {
        if (_held.Remove(lease, out var held)) _ended.Add(lease, new EndedLease(lease, held.JobId, held.Demand, end, seconds, end == StageEnd.Failed ? "the test said so" : null, end == StageEnd.Failed ? GenerationFailureCode.Defect : null));
    }

    public GpuSiloReport Report() => new()
    {
        Silo = address,
        Sequence = ++_sequence,
        Draining = Draining,
        Spot = Spot,
        Weight = Weight,
        WarmModels = [.. Warm],
        Slots = [.. Enumerable.Range(0, slots).Select(slot => new GpuSlotReport(slot, "cpu", [.. Stages], !IsFree(slot)))],
        FreeMemoryBytes = Free,
        TotalMemoryBytes = Total,
        Problem = Problem,
        Offers = [new EngineOffer("simulated", GenerationStage.Shape) { Models = [.. Models.Select(model => new ModelOffer(model.Name, "1", model.Bytes))] }, new EngineOffer("simulated", GenerationStage.Texture)],
        Held = [.. _held.Values],
        Ended = [.. _ended.Values],
    };

    public void Acknowledge(GpuSiloReport report)
    {
        foreach (var ended in report.Ended) _ended.Remove(ended.Id);
    }
}
