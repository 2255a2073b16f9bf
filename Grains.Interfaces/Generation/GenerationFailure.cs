namespace Hunyuan3D.Grains.Interfaces.Generation;

/// <summary>The one form in which a job's failure is told.</summary>
/// <param name="Stage">Null: before any stage ran.</param>
/// <param name="Message">For the caller: the thing, what was expected, what to do.</param>
/// <param name="Field">The request's field at fault, for example <c>image</c>; null when none is.</param>
[GenerateSerializer, Immutable, Alias("h3d.GenerationFailure")]
public sealed record GenerationFailure(
    [property: Id(0)] GenerationFailureCode Code,
    [property: Id(1)] GenerationStage? Stage,
    [property: Id(2)] string Message,
    [property: Id(3)] bool Retryable,
    [property: Id(4)] string? Field = null);
