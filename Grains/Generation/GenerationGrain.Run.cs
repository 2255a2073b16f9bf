using Hunyuan3D.Grains.Diagnostics;
using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Caching;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Grains.Interfaces.Scheduling;

namespace Hunyuan3D.Grains.Generation;

/// <summary>The job's side of leases and workers.</summary>
internal sealed partial class GenerationGrain
{
    private GenerationProgress? _progress;

    /// <summary>The silo of this activation.</summary>
    private string Home => GrainContext.Address.SiloAddress!.ToParsableString();

    public async Task<LeaseReply> GrantLease(GpuSlotLease lease)
    {
        if (State is not { } state) return LeaseReply.NotWanted;
        if (GenerationPlan.Holds(state, lease.Id)) return LeaseReply.Started;
        var granted = GenerationPlan.Grant(await AskLateAsync(state), lease, Now);
        // Durable before the work begins: a job that comes back elsewhere must know the lease to take what its stage did meanwhile.
        if (!await ApplyAsync(granted) || !GenerationPlan.Holds(granted, lease.Id)) return LeaseReply.NotWanted;
        LogGranted(JobId, lease.Id, lease.Silo, lease.Stage);
        if (await StartStageAsync(lease))
        {
            _metrics.Granted(granted);
            JobTraces.Waited(granted);
            return LeaseReply.Started;
        }

        await ApplyAsync(GenerationPlan.Refuse(State, lease.Id));
        return LeaseReply.SlotRefused;
    }

    public async Task LoseLease(Guid leaseId, string reason, bool siloLost)
    {
        if (State is not { } state) return;
        if (await ApplyAsync(siloLost ? GenerationPlan.LoseLease(state, leaseId, reason, _retries, Now) : GenerationPlan.Refuse(state, leaseId)))
        {
            _metrics.LeaseLost(state.Stage);
            LogLeaseLost(JobId, leaseId, state.Lease!.Silo, reason);
        }
        else if (state.WantsSlot)
        {
            // A grant that never arrived: the queue no longer has the ticket.
            SendTicketAsync().Ignore();
        }
    }

    public Task<bool> ReportProgress(Guid leaseId, StageProgressReport progress)
    {
        if (State is not { } state || !GenerationPlan.Holds(state, leaseId)) return Task.FromResult(false);
        var now = Now;
        _progress = ProgressEstimate.Of(state.Stage, !state.Request.Options.Texture || state.Request.Mesh is not null || state.ReusedShape is not null, progress, now - (state.StageStarted ?? now), now - state.Submitted);
        PublishUnsaved(state);
        return Task.FromResult(true);
    }

    public async Task<bool> SaveCheckpoint(Guid leaseId, ArtifactRef checkpoint)
    {
        if (State is not { } state) return false;
        var next = GenerationPlan.SaveCheckpoint(state, leaseId, checkpoint);
        if (ReferenceEquals(next, state)) return false;
        await SaveAsync(next);
        return true;
    }

    public async Task<bool> EndStage(Guid leaseId, StageOutcome outcome)
    {
        if (State is not { } state) return false;
        var now = Now;
        var next = outcome switch
        {
            { Shape: { } shape } => GenerationPlan.CompleteShape(state, leaseId, shape, now),
            { Texture: { } texture } => GenerationPlan.CompleteTexture(state, leaseId, texture, now),
            { Failure: { } failure } => GenerationPlan.Fail(state, leaseId, failure, _retries, Random.Shared.NextDouble(), now),
            _ => GenerationPlan.HandBack(state, leaseId),
        };
        if (!await ApplyAsync(next)) return false;
        if (outcome.Shape is { } made && next.Stage == GenerationStage.Texture) ShareShapeAsync(next, made).Ignore();
        if (outcome.Shape is not null || outcome.Texture is not null) LogStageTaken(JobId, state.Stage, leaseId);
        _metrics.StageEnded(state, outcome, next);
        if (outcome.Failure is { } reason) LogStageFailed(JobId, state.Stage, reason.Code, reason.Message, next.Status);
        return true;
    }

    public async Task Refuse(GenerationFailure failure)
    {
        if (State is { } state) await ApplyAsync(GenerationPlan.Reject(state, failure, Now));
    }

    public async Task Raise(JobUrgency urgency)
    {
        if (State is { } state) await ApplyAsync(GenerationPlan.Raise(state, urgency));
    }

    public async Task ResolveJoin(GenerationResult? result)
    {
        if (State is not { JoinedTo: not null } state) return;
        await ApplyAsync(result is null ? await AskCacheAsync(state) : GenerationPlan.TakeResult(state, result, Now));
    }

    public async Task ResolveShape(ReusedShape? shape)
    {
        if (State is not { JoinedTo: not null } state) return;
        await ApplyAsync(shape is null ? await AskCacheAsync(state) : await TakeShapeAsync(state, shape));
    }

    /// <summary>False: the silo did not take the work, or whether it did is not known; then it is told to stop, and what it may tell is fenced off.</summary>
    private async Task<bool> StartStageAsync(GpuSlotLease lease)
    {
        var work = new StageWork { Lease = lease, Request = State!.Request, Shape = State.Shape, Checkpoint = State.Checkpoint, Trace = State.Trace, Home = Home };
        try
        {
            var start = lease.Stage == GenerationStage.Shape
                ? await GrainFactory.GetGrain<IShapeGrain>(lease.Key.ToString()).Start(work)
                : await GrainFactory.GetGrain<ITextureGrain>(lease.Key.ToString()).Start(work);
            if (start == StageStart.Started) return true;
            LogSlotRefused(JobId, lease.Silo, lease.Slot, start);
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            LogSlotAway(exception, JobId, lease.Silo, lease.Slot);
            StopStageAsync(lease).Ignore();
        }

        return false;
    }

    private async Task StopStageAsync(GpuSlotLease lease)
    {
        try
        {
            if (lease.Stage == GenerationStage.Shape) await GrainFactory.GetGrain<IShapeGrain>(lease.Key.ToString()).Stop(lease.Id);
            else await GrainFactory.GetGrain<ITextureGrain>(lease.Key.ToString()).Stop(lease.Id);
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            // The worker learns from its next progress report that the lease is void.
            LogStopFailed(exception, JobId, lease.Silo);
        }
    }
}
