namespace Hunyuan3D.Grains.Interfaces.Generation;

/// <summary>How far a running job is.</summary>
/// <param name="Step">For example <c>marching cubes</c>.</param>
/// <param name="Done">Parts of the step done, 0 to <paramref name="Of"/>.</param>
/// <param name="Of">Parts of the step, at least 1.</param>
/// <param name="Fraction">Share of the whole job, 0 to 1.</param>
/// <param name="Elapsed">Since the job was submitted.</param>
/// <param name="Remaining">Estimate; null until there is something to base it on.</param>
[GenerateSerializer, Immutable, Alias("h3d.GenerationProgress")]
public sealed record GenerationProgress(
    [property: Id(0)] GenerationStage Stage,
    [property: Id(1)] string Step,
    [property: Id(2)] int Done,
    [property: Id(3)] int Of,
    [property: Id(4)] double Fraction,
    [property: Id(5)] TimeSpan Elapsed,
    [property: Id(6)] TimeSpan? Remaining);
