using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Hosting.Cli.Bench;

/// <summary>What the load tool reads of a job; the rest of the answer is passed over.</summary>
internal sealed record BenchJob(string Id, long Version, GenerationStatusCode Status, DateTimeOffset? Ended, BenchJob.Outcome? Result, GenerationFailure? Failure)
{
    internal sealed record Outcome(bool FromCache);
}
