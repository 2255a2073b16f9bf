namespace Hunyuan3D.Grains.Interfaces.Generation;

/// <summary>How urgent a job is.</summary>
[GenerateSerializer, Immutable, Alias("h3d.JobUrgency")]
public readonly record struct JobUrgency([property: Id(0)] GenerationPriority Priority, [property: Id(1)] GenerationSchedule Schedule)
{
    /// <summary>What serves both: the higher priority, and at once if either wants that.</summary>
    public JobUrgency Or(JobUrgency other) => new(
        Priority > other.Priority ? Priority : other.Priority,
        Schedule < other.Schedule ? Schedule : other.Schedule);
}
