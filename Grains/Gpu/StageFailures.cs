using Hunyuan3D.Grains.Artifacts;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Inference;

namespace Hunyuan3D.Grains.Gpu;

/// <summary>From what went wrong in a stage to what its job is told.</summary>
internal static class StageFailures
{
    public static GenerationFailure Of(GenerationStage stage, Exception exception) => exception switch
    {
        StageInputException input => new(GenerationFailureCode.InvalidInput, stage, input.Message, Retryable: false, input.Field),
        ArtifactMissingException missing => new(GenerationFailureCode.ArtifactLost, stage, missing.Message, Retryable: false),
        OutOfMemoryException => new(GenerationFailureCode.OutOfCapacity, stage, "The device or the machine ran out of memory; ask for less (octreeResolution, textureSize) if it happens again.", Retryable: true),
        IOException or UnauthorizedAccessException or TimeoutException => new(GenerationFailureCode.Transient, stage, $"A store or device failed: {exception.Message}", Retryable: true),
        _ => new(GenerationFailureCode.Defect, stage, $"{exception.GetType().Name}: {exception.Message}", Retryable: false),
    };

    public static GenerationFailure TimedOut(GenerationStage stage, TimeSpan limit)
        => new(GenerationFailureCode.TimedOut, stage, $"The stage ran longer than {limit}.", Retryable: true);
}
