using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;

namespace Hunyuan3D.Grains.Generation;

/// <summary>From the progress of a stage to the progress of the job.</summary>
internal static class ProgressEstimate
{
    /// <summary>Share of the shape stage in a textured job. Upstream's figures for the full models: 50 s shape, 35 s texture.</summary>
    private const double ShapeShare = 50.0 / 85;

    /// <summary>Below this share of a stage its pace says too little.</summary>
    private const double LeastFraction = 0.02;

    /// <param name="alone">Whether the job has no other stage.</param>
    /// <param name="stageElapsed">Since the running attempt started.</param>
    /// <param name="elapsed">Since the job was submitted.</param>
    public static GenerationProgress Of(GenerationStage stage, bool alone, in StageProgressReport report, TimeSpan stageElapsed, TimeSpan elapsed)
    {
        var share = alone ? 1 : stage == GenerationStage.Shape ? ShapeShare : 1 - ShapeShare;
        var before = !alone && stage == GenerationStage.Texture ? ShapeShare : 0;
        var done = Math.Clamp(report.Fraction, 0, 1);
        TimeSpan? remaining = null;
        if (done >= LeastFraction)
        {
            // The rest of this stage at its own pace, then the stages after it in proportion to their shares.
            var stageSeconds = stageElapsed.TotalSeconds / done;
            remaining = TimeSpan.FromSeconds(stageSeconds * (1 - done) + stageSeconds * (1 - before - share) / share);
        }

        return new GenerationProgress(stage, report.Step, report.Done, report.Of, before + share * done, elapsed, remaining);
    }
}
