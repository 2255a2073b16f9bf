using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Autoscaling;
using Hunyuan3D.Grains.Interfaces.Caching;
using Hunyuan3D.Grains.Interfaces.Export;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Scheduling;
using Hunyuan3D.Grains.Interfaces.Webhooks;

namespace Hunyuan3D.Client;

/// <summary>The client over the cluster's grains.</summary>
internal sealed class Hunyuan3DClient(IArtifactTransport transport, IGrainFactory grains, ClusterCalls calls, JobWatches watches, IJobNames names, TimeProvider time) : IHunyuan3DClient
{
    private const int StatusesAtATime = 32;

    public async Task<GenerationStatus> SubmitAsync(PictureFiles pictures, GenerationSubmission? submission = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        submission ??= new GenerationSubmission();
        Check(pictures, submission, submission.Mesh is not null);
        var mesh = submission.Mesh is { } file ? await transport.PutAsync(file, MeshMediaType.Of(file.Span), cancellationToken) : null;
        return await SubmitAsync(await StoreAsync(pictures, cancellationToken), mesh, submission, cancellationToken);
    }

    public async Task<GenerationStatus?> RetextureAsync(string id, PictureFiles? pictures, GenerationSubmission submission, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(submission);
        Check(pictures, submission, hasMesh: true);
        if (await GetAsync(id, cancellationToken) is not { Result.Model: { } model } source) return null;
        var stored = pictures is null ? source.Request.Pictures : await StoreAsync(pictures, cancellationToken);
        return await SubmitAsync(stored, model, submission, cancellationToken);
    }

    private async Task<GenerationStatus> SubmitAsync(GenerationPictures pictures, ArtifactRef? mesh, GenerationSubmission submission, CancellationToken cancellationToken)
    {
        var id = submission.IdempotencyKey is { } key ? JobId.Of(submission.User, key) : names.New();
        var request = new GenerationRequest(pictures, submission.Options)
        {
            User = submission.User,
            Priority = submission.Priority,
            UseCache = submission.UseCache,
            Deadline = submission.Deadline?.Resolve(time.GetUtcNow()),
            Schedule = submission.Schedule,
            MaxWaiting = submission.MaxWaiting,
            Mesh = mesh,
            CallbackUrl = submission.CallbackUrl?.AbsoluteUri,
        };
        var admission = await calls.RunAsync(() => Job(id).Submit(request), cancellationToken);
        return admission.Status ?? throw new GenerationRejectedException(admission.Refusal!, admission.Load);
    }

    public Task<GenerationStatus?> GetAsync(string id, CancellationToken cancellationToken = default)
        => JobId.IsWellFormed(id) ? calls.RunAsync(() => Job(id).GetStatus(), cancellationToken) : NoJob;

    public async Task<IReadOnlyList<GenerationStatus>> ListAsync(GenerationQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1, nameof(query));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, 1000, nameof(query));
        ArgumentOutOfRangeException.ThrowIfNegative(query.Offset, nameof(query));
        List<GenerationStatus> found = [];
        for (var skip = query.Offset; found.Count < query.Limit;)
        {
            var from = skip;
            var ids = await calls.RunAsync(() => grains.GetGrain<IGenerationDirectoryGrain>(0).List(query.User, query.Status, from, query.Limit), cancellationToken);
            foreach (var group in ids.Chunk(StatusesAtATime))
            {
                var statuses = await Task.WhenAll(group.Select(id => GetAsync(id, cancellationToken)));
                found.AddRange(statuses.OfType<GenerationStatus>().Where(status => query.Status is null || status.Status == query.Status));
            }

            if (ids.Length < query.Limit) break;
            skip += ids.Length;
        }

        return found.Count <= query.Limit ? found : found.GetRange(0, query.Limit);
    }

    public IAsyncEnumerable<GenerationStatus> WatchAsync(string id, long afterVersion = 0, CancellationToken cancellationToken = default)
        => JobId.IsWellFormed(id) ? watches.WatchAsync(id, afterVersion, cancellationToken) : AsyncEnumerable.Empty<GenerationStatus>();

    public Task<GenerationStatus?> CancelAsync(string id, CancellationToken cancellationToken = default)
        => JobId.IsWellFormed(id) ? calls.RunAsync(() => Job(id).Cancel(), cancellationToken) : NoJob;

    public async Task<ArtifactRef?> GetModelAsync(string id, ModelFormat format = ModelFormat.Glb, CancellationToken cancellationToken = default)
    {
        if (await ModelOfAsync(id, cancellationToken) is not { } model) return null;
        return format == ModelFormat.Glb ? model : await ExportAsync(model, export => export.Convert(model, format), cancellationToken);
    }

    public async Task<ArtifactRef?> GetPreviewAsync(string id, CancellationToken cancellationToken = default)
        => await ModelOfAsync(id, cancellationToken) is { } model ? await ExportAsync(model, export => export.RenderPreview(model), cancellationToken) : null;

    public async Task<ArtifactRef?> GetPartAsync(string id, ModelPart part, CancellationToken cancellationToken = default)
        => await ModelOfAsync(id, cancellationToken) is { } model ? await ExportAsync(model, export => export.Extract(model, part), cancellationToken) : null;

    public async Task<IReadOnlyList<WebhookDelivery>?> GetDeliveriesAsync(string id, CancellationToken cancellationToken = default)
    {
        if (await GetAsync(id, cancellationToken) is not { } job) return null;
        return job.Request.CallbackUrl is null ? [] : await calls.RunAsync(() => Webhook(id).GetDeliveries(), cancellationToken);
    }

    public async Task<WebhookDelivery?> RedeliverAsync(string id, string deliveryId, CancellationToken cancellationToken = default)
        => await GetAsync(id, cancellationToken) is { Request.CallbackUrl: not null } ? await calls.RunAsync(() => Webhook(id).Redeliver(deliveryId), cancellationToken) : null;

    public Task<Stream> OpenArtifactAsync(ArtifactRef artifact, CancellationToken cancellationToken = default) => transport.OpenAsync(artifact, cancellationToken);

    public Task<ClusterOffers> GetOffersAsync(CancellationToken cancellationToken = default)
        => calls.RunAsync(() => grains.GetGrain<IGenerationQueueGrain>(IGenerationQueueGrain.Key).GetOffers(), cancellationToken);

    public async Task<ClusterStatus> GetClusterAsync(CancellationToken cancellationToken = default)
    {
        var queue = calls.RunAsync(() => grains.GetGrain<IGenerationQueueGrain>(IGenerationQueueGrain.Key).GetSnapshot(), cancellationToken);
        var autoscaler = calls.RunAsync(() => grains.GetGrain<IAutoscalerGrain>(IAutoscalerGrain.Key).GetStatus(), cancellationToken);
        var cache = calls.RunAsync(() => grains.GetGrain<ICacheLedgerGrain>(ICacheLedgerGrain.Key).GetStatus(), cancellationToken);
        return new ClusterStatus(await queue, await autoscaler) { Cache = await cache };
    }

    public async Task<GenerationStatus> GenerateAsync(
        PictureFiles pictures, GenerationSubmission? submission = null, IProgress<GenerationStatus>? progress = null, CancellationToken cancellationToken = default)
    {
        var status = await SubmitAsync(pictures, submission, cancellationToken);
        progress?.Report(status);
        try
        {
            await foreach (var change in WatchAsync(status.Id, status.Version, cancellationToken))
            {
                status = change;
                progress?.Report(status);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            status = await CancelAsync(status.Id, CancellationToken.None) ?? status;
            progress?.Report(status);
        }

        return status;
    }

    private static Task<GenerationStatus?> NoJob => Task.FromResult<GenerationStatus?>(null);

    private IWebhookGrain Webhook(string id) => grains.GetGrain<IWebhookGrain>(id);

    private IGenerationGrain Job(string id) => grains.GetGrain<IGenerationGrain>(id);

    private static void Check(PictureFiles? pictures, GenerationSubmission submission, bool hasMesh)
    {
        var problems = new List<RequestProblem>();
        foreach (var (field, file) in pictures is null ? [] : Named(pictures))
        {
            if (file.IsEmpty) problems.Add(new RequestProblem(field, "a picture file", "an empty file"));
        }

        if (submission.Mesh is { IsEmpty: true }) problems.Add(new RequestProblem("mesh", "a mesh file", "an empty file"));
        if (submission.IdempotencyKey is { Length: 0 or > 256 }) problems.Add(new RequestProblem("idempotencyKey", "1 to 256 characters", $"{submission.IdempotencyKey.Length}"));
        if (submission.CallbackUrl is { } url && !(url.IsAbsoluteUri && CallbackUrl.IsWellFormed(url.AbsoluteUri))) problems.Add(new RequestProblem(CallbackUrl.Field, CallbackUrl.Expected, "another text"));
        problems.AddRange(GenerationRequestValidator.Validate(submission.Options, submission.User, submission.Priority, hasMesh));
        if (problems.Count > 0) throw new GenerationRejectedException(problems[0].ToFailure() with { Message = string.Join(' ', problems) });
    }

    private async Task<GenerationPictures> StoreAsync(PictureFiles pictures, CancellationToken cancellationToken)
    {
        var stored = await Task.WhenAll(Named(pictures).Select(async picture => (picture.Field, Artifact: await StoreAsync(picture.File, cancellationToken))));
        return new GenerationPictures(Find("image")!, Find("left"), Find("back"), Find("right"));

        ArtifactRef? Find(string field) => stored.FirstOrDefault(picture => picture.Field == field).Artifact;
    }

    private Task<ArtifactRef> StoreAsync(ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
        => transport.PutAsync(file, PictureMediaType.Of(file.Span), cancellationToken);

    private static IEnumerable<(string Field, ReadOnlyMemory<byte> File)> Named(PictureFiles pictures)
    {
        yield return ("image", pictures.Front);
        if (pictures.Left is { } left) yield return ("left", left);
        if (pictures.Back is { } back) yield return ("back", back);
        if (pictures.Right is { } right) yield return ("right", right);
    }

    private async Task<ArtifactRef?> ModelOfAsync(string id, CancellationToken cancellationToken) => (await GetAsync(id, cancellationToken))?.Result?.Model;

    private async Task<ArtifactRef> ExportAsync(ArtifactRef model, Func<IModelExportGrain, Task<ExportAnswer>> ask, CancellationToken cancellationToken)
    {
        while (true)
        {
            var answer = await calls.RunAsync(() => ask(grains.GetGrain<IModelExportGrain>(model.Sha256)), cancellationToken);
            switch (answer.State)
            {
                case ExportState.Done:
                    return answer.Artifact!;
                case ExportState.ModelLost:
                    throw new FileNotFoundException($"The artifact store no longer has the model with SHA-256 {model.Sha256}.");
                case ExportState.Failed:
                    throw new IOException($"The model could not be exported: {answer.Message}");
            }
        }
    }
}
