namespace Hunyuan3D.Grains.Interfaces.Scheduling;

/// <summary>How full the queue is, as one user sees it.</summary>
/// <param name="UserWaiting">Waiting jobs of the user.</param>
/// <param name="UserLimit">The most that may wait of one user.</param>
/// <param name="Waiting">Waiting jobs of all users.</param>
/// <param name="Limit">The most that may wait in all.</param>
/// <param name="EstimatedWait">How long a job submitted now would wait for its first device; null: nothing has been measured yet.</param>
/// <param name="RetryAfter">When a refused submission is worth another try: 1 s to 10 min.</param>
[GenerateSerializer, Immutable, Alias("h3d.QueueLoad")]
public sealed record QueueLoad(
    [property: Id(0)] int UserWaiting,
    [property: Id(1)] int UserLimit,
    [property: Id(2)] int Waiting,
    [property: Id(3)] int Limit,
    [property: Id(4)] TimeSpan? EstimatedWait,
    [property: Id(5)] TimeSpan RetryAfter);
