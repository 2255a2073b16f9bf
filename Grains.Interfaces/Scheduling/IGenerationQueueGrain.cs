using System.Collections.Immutable;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;

namespace Hunyuan3D.Grains.Interfaces.Scheduling;

/// <summary>
/// Holds the waiting stages and grants device slots to them. Keeps nothing durable: a new incarnation is rebuilt from the jobs' tickets and the
/// silos' reports. There is one, with the key <see cref="Key"/>.
/// </summary>
[Alias("h3d.IGenerationQueueGrain")]
public interface IGenerationQueueGrain : IGrainWithStringKey
{
    const string Key = "main";

    /// <summary>
    /// Queues a new job's first stage if the bounds allow that. Calls are served one after the other, so the bounds hold whoever submits where. Repeating
    /// the call is safe: a ticket that is there is admitted again.
    /// </summary>
    [Alias("Admit")]
    Task<QueueAdmission> Admit(StageTicket ticket);

    /// <summary>Queues an accepted job's next stage, in place of any ticket the job has; never refused.</summary>
    [Alias("Enqueue")]
    Task<TicketReceipt> Enqueue(StageTicket ticket);

    /// <summary>Where a job's ticket stands; null: it has none.</summary>
    [Alias("GetPlace")]
    Task<QueuePlace?> GetPlace(string jobId);

    /// <summary>Takes a job's ticket out.</summary>
    [Alias("Withdraw")]
    Task Withdraw(string jobId);

    /// <summary>A running job states its lease; it is told (<see cref="IGenerationRunGrain.LoseLease"/>) if no silo renews it.</summary>
    [Alias("ClaimLease")]
    Task ClaimLease(GpuSlotLease lease);

    /// <summary>A silo tells what it runs and what is free.</summary>
    [Alias("Report")]
    Task<GpuReportReply> Report(GpuSiloReport report);

    /// <summary>What the silos can run.</summary>
    [Alias("GetOffers")]
    Task<ClusterOffers> GetOffers();

    /// <summary>Told what silos that are started on demand will be able to run, so that jobs for them are accepted while there is none.</summary>
    [Alias("Expect")]
    Task Expect(ImmutableArray<EngineOffer> offers);

    /// <summary>From now on the silo gets no lease, for about a minute. False: it has one, and nothing changes. True also for a silo that is not known.</summary>
    [Alias("Retire")]
    Task<bool> Retire(string silo);

    /// <summary>The queue and the slots in numbers; also wakes the queue.</summary>
    [Alias("GetSnapshot")]
    Task<QueueSnapshot> GetSnapshot();
}
