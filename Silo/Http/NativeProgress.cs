using System.ComponentModel;
using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Hosting.Http;

/// <summary>How far a running job is.</summary>
internal sealed record NativeProgress(
    GenerationStage Stage,
    [property: Description("What the stage is doing, for example: marching cubes.")] string Step,
    [property: Description("Parts of the step that are done.")] int Done,
    [property: Description("Parts of the step.")] int Of,
    [property: Description("Share of the whole job, 0 to 1.")] double Fraction,
    double ElapsedSeconds,
    [property: Description("Estimate; null until there is something to base it on.")] double? RemainingSeconds)
{
    public static NativeProgress From(GenerationProgress progress) => new(
        progress.Stage,
        progress.Step,
        progress.Done,
        progress.Of,
        Math.Round(progress.Fraction, 4),
        Math.Round(progress.Elapsed.TotalSeconds, 3),
        progress.Remaining is { } left ? Math.Round(left.TotalSeconds, 3) : null);
}
