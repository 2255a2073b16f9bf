namespace Hunyuan3D.Grains.Interfaces.Gpu;

/// <summary>Progress inside a running stage, as a worker tells it.</summary>
/// <param name="Step">For example <c>marching cubes</c>.</param>
/// <param name="Done">Parts of the step done, 0 to <paramref name="Of"/>.</param>
/// <param name="Of">Parts of the step, at least 1.</param>
/// <param name="Fraction">Share of the stage, 0 to 1.</param>
[GenerateSerializer, Immutable, Alias("h3d.StageProgressReport")]
public readonly record struct StageProgressReport(
    [property: Id(0)] string Step,
    [property: Id(1)] int Done,
    [property: Id(2)] int Of,
    [property: Id(3)] double Fraction);
