namespace Hunyuan3D.Hosting.Cli.Bench;

/// <summary>What the cluster itself costs: jobs whose stage takes no time, from submission over HTTP until their end was told.</summary>
internal sealed record NoOpReport
{
    public required int Nodes { get; init; }

    public required int Users { get; init; }

    /// <summary>One job at a time on an idle cluster.</summary>
    public required double IdleMedianMilliseconds { get; init; }

    public required double IdleP99Milliseconds { get; init; }

    /// <summary>With all users at once.</summary>
    public required double JobsPerSecond { get; init; }

    public required double MeanMilliseconds { get; init; }

    public required double P99Milliseconds { get; init; }

    /// <summary>Of all servers, without this program that makes the load.</summary>
    public required double ProcessorMillisecondsPerJob { get; init; }

    /// <summary>Of this program.</summary>
    public required double LoadProcessorMillisecondsPerJob { get; init; }

    /// <summary>Commands, those inside scripts included; null: the server does not count (the embedded one does not).</summary>
    public required double? RedisCallsPerJob { get; init; }

    /// <summary>Calls of the product's grains.</summary>
    public required double GrainCallsPerJob { get; init; }
}
