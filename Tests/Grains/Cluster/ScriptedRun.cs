using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Inference;

namespace Hunyuan3D.Tests.Grains.Cluster;

/// <summary>A stage that a silo has begun; the test decides how it goes on.</summary>
internal sealed class ScriptedRun(StageWork work, StageContext context, string silo)
{
    private readonly TaskCompletionSource<StageOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public StageWork Work => work;

    public StageContext Context => context;

    public string Silo => silo;

    public string JobId => work.Lease.JobId;

    /// <summary>Completes when the silo cancels the stage.</summary>
    public Task Cancelled => _cancelled.Task;

    public void Complete() => _outcome.TrySetResult(DefaultOutcome(work));

    public void Complete(StageOutcome outcome) => _outcome.TrySetResult(outcome);

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
