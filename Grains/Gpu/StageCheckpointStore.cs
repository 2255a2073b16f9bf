using System.Security.Cryptography;
using System.Text;
using Hunyuan3D.Grains.Artifacts;
using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Scheduling;
using Hunyuan3D.Inference;
using Microsoft.Extensions.Logging;

namespace Hunyuan3D.Grains.Gpu;

/// <summary>
/// Keeps the resumable state of one running stage as an artifact and tells the job its name. Saving is queued and the latest state wins, so a slow
/// store costs repeated work after a crash but never time now. A file starts with the hash of job and stage, which makes it this job's alone;
/// the job removes the one before.
/// </summary>
internal sealed partial class StageCheckpointStore : IStageCheckpoints
{
    private const string MediaType = "application/x-hunyuan3d-checkpoint";
    private const int PrefixBytes = 32;

    private readonly IArtifactStore _store;
    private readonly Func<ArtifactRef, Task<bool>> _tellJob;
    private readonly ILogger _logger;
    private readonly byte[] _prefix;
    private readonly Lock _gate = new();
    private ReadOnlyMemory<byte>? _pending;
    private Task _saving = Task.CompletedTask;

    private StageCheckpointStore(GpuSlotLease lease, IArtifactStore store, Func<ArtifactRef, Task<bool>> tellJob, ILogger logger)
        => (_store, _tellJob, _logger, _prefix) = (store, tellJob, logger, SHA256.HashData(Encoding.UTF8.GetBytes($"{lease.JobId}/{lease.Stage}")));

    public ReadOnlyMemory<byte>? Latest { get; private set; }

    /// <param name="from">The job's last checkpoint; one that is gone or not its own is passed over.</param>
    /// <param name="tellJob">Names the checkpoint to the job; false: the lease is void. May throw while the job cannot be reached.</param>
    public static async Task<StageCheckpointStore> OpenAsync(
        GpuSlotLease lease, ArtifactRef? from, IArtifactStore store, Func<ArtifactRef, Task<bool>> tellJob, ILogger logger, CancellationToken cancellationToken)
    {
        var checkpoints = new StageCheckpointStore(lease, store, tellJob, logger);
        if (from is null) return checkpoints;
        var file = await store.TryReadAsync(from, cancellationToken);
        if (file is null || file.Length < PrefixBytes || !file.AsSpan(0, PrefixBytes).SequenceEqual(checkpoints._prefix))
        {
            LogNotUsable(logger, lease.JobId, lease.Stage);
            return checkpoints;
        }

        checkpoints.Latest = file.AsMemory(PrefixBytes);
        return checkpoints;
    }

    public void Save(ReadOnlyMemory<byte> state)
    {
        lock (_gate)
        {
            var idle = _pending is null && _saving.IsCompleted;
            _pending = state.ToArray();
            if (idle) _saving = Task.Run(SavePendingAsync);
        }
    }

    /// <summary>Ends when every state given so far is kept or given up.</summary>
    public Task FlushAsync()
    {
        lock (_gate) return _saving;
    }

    private async Task SavePendingAsync()
    {
        while (true)
        {
            ReadOnlyMemory<byte> state;
            lock (_gate)
            {
                if (_pending is not { } pending) return;
                (state, _pending) = (pending, null);
            }

            try
            {
                byte[] file = [.. _prefix, .. state.Span];
                var artifact = await _store.PutAsync(file, MediaType, CancellationToken.None);
                if (!await _tellJob(artifact)) _store.Delete(artifact);
            }
            catch (Exception exception)
            {
                // The job goes on without this checkpoint; the next one is tried again.
                LogNotSaved(_logger, exception);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The checkpoint of job {Job} ({Stage}) is gone or damaged; the stage starts at the beginning.")]
    private static partial void LogNotUsable(ILogger logger, string job, Interfaces.Generation.GenerationStage stage);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A checkpoint could not be kept.")]
    private static partial void LogNotSaved(ILogger logger, Exception exception);
}
