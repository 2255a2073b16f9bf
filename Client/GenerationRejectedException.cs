using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Scheduling;

namespace Hunyuan3D.Client;

/// <summary>The request cannot be accepted. No job was made.</summary>
public sealed class GenerationRejectedException : Exception
{
    public GenerationRejectedException(GenerationFailure failure, QueueLoad? load = null)
        : base(failure?.Message) => (Failure, Load) = (failure ?? throw new ArgumentNullException(nameof(failure)), load);

    public GenerationFailure Failure { get; }

    /// <summary>With <see cref="GenerationFailureCode.QueueFull"/>: how full the queue is, and when to try again; otherwise null.</summary>
    public QueueLoad? Load { get; }
}
