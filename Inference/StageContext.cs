namespace Hunyuan3D.Inference;

/// <summary>What a running stage may use of its surroundings.</summary>
/// <param name="Progress">Receives progress; may be called from any thread and must not block.</param>
/// <param name="Checkpoints">Where resumable state is kept; <see cref="NoCheckpoints"/> when the caller keeps none.</param>
public sealed record StageContext(IProgress<StageProgress> Progress, IStageCheckpoints Checkpoints)
{
    /// <summary>Nobody watches and nothing is kept.</summary>
    public static StageContext None { get; } = new(NoProgress.Instance, NoCheckpoints.Instance);

    private sealed class NoProgress : IProgress<StageProgress>
    {
        public static readonly NoProgress Instance = new();

        public void Report(StageProgress value)
        {
        }
    }
}
