namespace Hunyuan3D.Hosting.Cli.Bench.Chaos;

/// <summary>What became of the jobs while processes were killed.</summary>
internal sealed record ChaosReport
{
    public required int Jobs { get; init; }

    /// <summary>Jobs that ended as completed.</summary>
    public required int Completed { get; init; }

    /// <summary>Kills by what the process was for.</summary>
    public required IReadOnlyDictionary<Victim, int> Kills { get; init; }

    public required double Seconds { get; init; }

    /// <summary>Stages that ran when their silo was killed.</summary>
    public required int Interrupted { get; init; }

    /// <summary>Steps that were run more than once, all jobs.</summary>
    public required int RepeatedSteps { get; init; }

    /// <summary>All steps that were run.</summary>
    public required int Steps { get; init; }

    /// <summary>From the kill of a silo until its job gave the lease up, the time without queue or store not counted; the longest.</summary>
    public required double LongestDeadLeaseSeconds { get; init; }

    /// <summary>From the kill of a silo until its job ran on another one; median.</summary>
    public required double? MedianElsewhereSeconds { get; init; }

    public required double? LongestElsewhereSeconds { get; init; }

    /// <summary>Answers 503 and 429 to callers, with <c>Retry-After</c>.</summary>
    public required int Refused { get; init; }

    /// <summary>What must not be; empty: nothing was lost and nothing ran twice.</summary>
    public required IReadOnlyList<string> Violations { get; init; }
}
