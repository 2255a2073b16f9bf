using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Grains.Interfaces.Scheduling;

/// <summary>Where a waiting stage stands in the queue.</summary>
/// <param name="Position">1 = next among all stages that wait for the same devices, if nobody else comes.</param>
/// <param name="Wait">Estimated time until a device takes it; null: nothing to base it on.</param>
/// <param name="Reason">What it waits for.</param>
/// <param name="Detail">More about the reason, with the numbers; null: nothing to add.</param>
/// <param name="LookAgain">When the place is worth asking for again: a twentieth of the wait, 1 to 15 s.</param>
[GenerateSerializer, Immutable, Alias("h3d.QueuePlace")]
public sealed record QueuePlace(
    [property: Id(0)] int Position,
    [property: Id(1)] TimeSpan? Wait,
    [property: Id(2)] WaitReason Reason,
    [property: Id(3)] string? Detail,
    [property: Id(4)] TimeSpan LookAgain);
