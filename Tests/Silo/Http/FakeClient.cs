using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Hunyuan3D.Client;
using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Autoscaling;
using Hunyuan3D.Grains.Interfaces.Caching;
using Hunyuan3D.Grains.Interfaces.Export;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Scheduling;
using Hunyuan3D.Grains.Interfaces.Webhooks;

namespace Hunyuan3D.Tests.Silo.Http;

/// <summary>A cluster of records: the test decides how every job goes on.</summary>
internal sealed class FakeClient : IHunyuan3DClient
{
    private readonly ConcurrentDictionary<string, FakeJob> _jobs = new();
    private readonly ConcurrentDictionary<string, byte[]> _artifacts = new();
    private readonly ConcurrentDictionary<(string User, string Key), string> _keys = new();

    public List<(PictureFiles Pictures, GenerationSubmission Submission)> Submitted { get; } = [];

    /// <summary>The ids of new jobs, in order, for a test that waits for one.</summary>
    public Channel<string> Ids { get; } = Channel.CreateUnbounded<string>();

    /// <summary>Thrown by every call while set.</summary>
    public Exception? Fault { get; set; }

    public FakeJob this[string id] => _jobs[id];

    public Task<GenerationStatus> SubmitAsync(PictureFiles pictures, GenerationSubmission? submission = null, CancellationToken cancellationToken = default)
    {
        ThrowFault();
        submission ??= new();
        if (submission.IdempotencyKey is { } key && _keys.TryGetValue((submission.User, key), out var earlier))
            return Task.FromResult(_jobs[earlier].Status);
        lock (Submitted)
            Submitted.Add((pictures, submission));
        var id = $"job{_jobs.Count + 1}";
        var stored = new GenerationPictures(Store(pictures.Front), Store(pictures.Left), Store(pictures.Back), Store(pictures.Right));
        _jobs[id] = new FakeJob(new GenerationStatus
        {
            Id = id,
            Version = 1,
            Status = GenerationStatusCode.Queued,
            Submitted = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
            QueuePosition = 1,
            Request = new GenerationRequest(stored, submission.Options)
            {
                User = submission.User,
                Priority = submission.Priority,
                UseCache = submission.UseCache,
                Schedule = submission.Schedule,
                MaxWaiting = submission.MaxWaiting,
                Mesh = Store(submission.Mesh),
                CallbackUrl = submission.CallbackUrl?.AbsoluteUri,
            },
        });
        if (submission.IdempotencyKey is not null)
            _keys[(submission.User, submission.IdempotencyKey)] = id;
        Ids.Writer.TryWrite(id);
        return Task.FromResult(_jobs[id].Status);
    }

    /// <summary>What the cluster can run.</summary>
    public ClusterOffers Offers { get; set; } = ClusterOffers.Unknown;

    public Task<ClusterOffers> GetOffersAsync(CancellationToken cancellationToken = default)
    {
        ThrowFault();
        return Task.FromResult(Offers);
    }

    public Task<ClusterStatus> GetClusterAsync(CancellationToken cancellationToken = default)
        => Task.FromResult(new ClusterStatus(
            new QueueSnapshot { Epoch = Guid.Empty, Waiting = 3, Silos = [new SiloSnapshot("127.0.0.1:15001@1", 1, 1, false, 7) { GpuLoad = 0.5 }] },
            new AutoscalerStatus
            {
                Target = "local",
                Max = 4,
                Silos = [new ScaledSiloStatus("process 12", false, ScaledSiloState.Running, 1, DateTimeOffset.UnixEpoch)],
                Decisions = [new ScaleEvent(DateTimeOffset.UnixEpoch, ScaleAction.Out, 1, 0, null, "1 stages wait and there is no silo", null)],
                Reason = "3 stages wait for 1 silos",
            })
        {
            Cache = new CacheStatus { Enabled = true, Entries = 12, Bytes = 3_000, MaxAge = TimeSpan.FromDays(1), Answers = new CacheCounts(5, 4, 3, 2, 1), EvictedByAge = 7, EvictedBySize = 8 },
        });

    public Task<GenerationStatus?> GetAsync(string id, CancellationToken cancellationToken = default)
    {
        ThrowFault();
        return Task.FromResult(_jobs.TryGetValue(id, out var job) ? job.Status : null);
    }

    public Task<IReadOnlyList<GenerationStatus>> ListAsync(GenerationQuery query, CancellationToken cancellationToken = default)
    {
        ThrowFault();
        return Task.FromResult<IReadOnlyList<GenerationStatus>>([.. _jobs.Values
            .Select(j => j.Status)
            .Where(s => (query.User is null || s.Request.User == query.User) && (query.Status is null || s.Status == query.Status))
            .OrderByDescending(s => s.Id)
            .Skip(query.Offset)
            .Take(query.Limit)]);
    }

    public async IAsyncEnumerable<GenerationStatus> WatchAsync(
        string id, long afterVersion = 0, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var status in _jobs[id].WatchAsync(cancellationToken))
        {
            if (status.Version > afterVersion)
                yield return status;
            if (status.IsFinal)
                yield break;
        }
    }

    public Task<GenerationStatus?> CancelAsync(string id, CancellationToken cancellationToken = default)
    {
        ThrowFault();
        if (!_jobs.TryGetValue(id, out var job))
            return Task.FromResult<GenerationStatus?>(null);
        if (!job.Status.IsFinal)
            job.Change(s => s with { Status = GenerationStatusCode.Cancelled });
        return Task.FromResult<GenerationStatus?>(job.Status);
    }

    public Task<ArtifactRef?> GetModelAsync(string id, ModelFormat format = ModelFormat.Glb, CancellationToken cancellationToken = default) =>
        Task.FromResult(_jobs[id].Status.Result?.Model);

    public Task<ArtifactRef?> GetPreviewAsync(string id, CancellationToken cancellationToken = default) =>
        Task.FromResult(_jobs[id].Status.Result?.Model is { } model ? model with { MediaType = "image/png" } : null);

    public Task<ArtifactRef?> GetPartAsync(string id, ModelPart part, CancellationToken cancellationToken = default) =>
        Task.FromResult(_jobs[id].Status.Result?.Model is { } model ? Store(Encoding.ASCII.GetBytes($"{part} of {model.Sha256}")) : null);

    public async Task<GenerationStatus?> RetextureAsync(string id, PictureFiles? pictures, GenerationSubmission submission, CancellationToken cancellationToken = default)
    {
        if (_jobs[id].Status is not { Result.Model: { } model } source)
            return null;
        var front = pictures?.Front ?? _artifacts[source.Request.Pictures.Front.Sha256];
        return await SubmitAsync(new PictureFiles(front), submission with { Mesh = _artifacts[model.Sha256] }, cancellationToken);
    }

    /// <summary>The deliveries of every job, as the test sets them.</summary>
    public List<WebhookDelivery> Deliveries { get; } = [];

    public Task<IReadOnlyList<WebhookDelivery>?> GetDeliveriesAsync(string id, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<WebhookDelivery>?>(_jobs.ContainsKey(id) ? Deliveries : null);

    public Task<WebhookDelivery?> RedeliverAsync(string id, string deliveryId, CancellationToken cancellationToken = default) =>
        Task.FromResult(Deliveries.FirstOrDefault(d => d.Id == deliveryId) is { } known ? known with { Status = WebhookDeliveryStatus.Pending } : null);

    public Task<Stream> OpenArtifactAsync(ArtifactRef artifact, CancellationToken cancellationToken = default) =>
        Task.FromResult<Stream>(new MemoryStream(_artifacts[artifact.Sha256], writable: false));

    public async Task<GenerationStatus> GenerateAsync(
        PictureFiles pictures, GenerationSubmission? submission = null, IProgress<GenerationStatus>? progress = null, CancellationToken cancellationToken = default)
    {
        var status = await SubmitAsync(pictures, submission, cancellationToken);
        await foreach (var change in WatchAsync(status.Id, 0, cancellationToken))
        {
            progress?.Report(change);
            status = change;
        }

        return status;
    }

    public void Complete(string id, byte[] model) => _jobs[id].Change(s => s with
    {
        Status = GenerationStatusCode.Completed,
        Result = new GenerationResult
        {
            Model = Store(model)! with { MediaType = "model/gltf-binary" },
            Engine = "relief",
            MaskSource = "alpha",
            Vertices = 12,
            Faces = 20,
            Closed = true,
            Manifold = true,
            TextureSize = 2048,
            Seconds = new Dictionary<string, double> { ["shape"] = 1.25, ["shape.marching-cubes"] = 0.5, ["texture"] = 2 },
        },
    });

    private ArtifactRef? Store(ReadOnlyMemory<byte>? bytes)
    {
        if (bytes is not { } given)
            return null;
        var hash = Convert.ToHexStringLower(SHA256.HashData(given.Span));
        _artifacts[hash] = given.ToArray();
        return new ArtifactRef(hash, given.Length, "image/png");
    }

    private ArtifactRef Store(ReadOnlyMemory<byte> bytes) => Store((ReadOnlyMemory<byte>?)bytes)!;

    private void ThrowFault()
    {
        if (Fault is not null)
            throw Fault;
    }
}
