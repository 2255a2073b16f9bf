using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Client;

/// <summary>The request cannot be accepted. No job was made.</summary>
public sealed class GenerationRejectedException : Exception
{
    public GenerationRejectedException(GenerationFailure failure)
        : base(failure?.Message) => Failure = failure ?? throw new ArgumentNullException(nameof(failure));

    public GenerationFailure Failure { get; }
}
