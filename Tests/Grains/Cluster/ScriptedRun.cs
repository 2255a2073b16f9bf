using System.Numerics;
using Hunyuan3D.Grains.Artifacts;
using Hunyuan3D.Grains.Gpu;
using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Inference;
using Hunyuan3D.Inference.Geometry;

namespace Hunyuan3D.Tests.Grains.Cluster;

/// <summary>A stage that a silo has begun; the test decides how it goes on.</summary>
internal sealed class ScriptedRun(StageWork work, StageContext context, string silo)
{
    private readonly TaskCompletionSource<StageOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Another one for every run.</summary>
    private readonly TriangleMesh _mesh = new([Vector3.Zero, Vector3.UnitX, new Vector3(0, 1, Random.Shared.NextSingle())], [0, 1, 2]);

    public StageWork Work => work;

    public StageContext Context => context;

    public string Silo => silo;

    public string JobId => work.Lease.JobId;

    /// <summary>Completes when the silo cancels the stage.</summary>
    public Task Cancelled => _cancelled.Task;

    public void Complete() => _outcome.TrySetResult(DefaultOutcome(work));

    public void Complete(StageOutcome outcome) => _outcome.TrySetResult(outcome);

    /// <summary>Completes with files that are really stored: the cache looks.</summary>
    public async Task CompleteStoredAsync(IArtifactStore store)
    {
        var outcome = DefaultOutcome(work);
        if (outcome.Texture is { } texture)
        {
            Complete(new StageOutcome { Texture = texture with { Model = await StoreAsync() } });
            return;
        }

        var shape = outcome.Shape!;
        Complete(new StageOutcome { Shape = shape with { Mesh = await store.PutAsync(MeshFile.Write(_mesh), MeshFile.MediaType, CancellationToken.None), Model = shape.Model is null ? null : await StoreAsync() } });

        Task<ArtifactRef> StoreAsync() => store.PutAsync(Guid.NewGuid().ToByteArray(), "model/gltf-binary", CancellationToken.None);
    }

    public void Fail(Exception exception) => _outcome.TrySetException(exception);

    public static StageOutcome DefaultOutcome(StageWork work)
    {
        var seconds = new Dictionary<string, double> { ["shape"] = 1 };
        var shape = new ShapeProduct
        {
            Mesh = Artifact('m'),
            Cutouts = work.Request.Pictures,
            Model = work.Request.Options.Texture ? null : Artifact('s'),
            MaskSource = "alpha",
            Vertices = 12,
            Faces = 20,
            Closed = true,
            Manifold = true,
            Seconds = seconds,
        };
        return work.Lease.Stage == GenerationStage.Shape
            ? new StageOutcome { Shape = shape }
            : new StageOutcome { Texture = new TextureProduct { Model = Artifact('t'), TextureSize = 4, Seconds = seconds, Given = work.Request.Mesh is null ? null : shape } };
    }

    internal async Task<StageOutcome> RunAsync(CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.Register(() =>
        {
            _cancelled.TrySetResult();
            _outcome.TrySetCanceled(cancellationToken);
        });
        return await _outcome.Task;
    }

    private static ArtifactRef Artifact(char kind) => new(new string('0', 63) + (kind % 10), 1, "application/octet-stream");
}
