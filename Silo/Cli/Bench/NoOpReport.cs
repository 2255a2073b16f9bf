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

    /// <summary>Fed over HTTP by callers who do not watch their jobs, until all have completed.</summary>
    public required double FedJobsPerSecond { get; init; }

    /// <summary>Meanwhile, submissions accepted a second; each is durable as far as the Redis is.</summary>
    public required double AcceptedPerSecond { get; init; }

    /// <summary>Mean of such a submission.</summary>
    public required double AcceptedMilliseconds { get; init; }

    /// <summary>Of all servers, without this program that makes the load.</summary>
    public required double ProcessorMillisecondsPerJob { get; init; }

    /// <summary>Of this program.</summary>
    public required double LoadProcessorMillisecondsPerJob { get; init; }

    /// <summary>Commands, those inside scripts included; null: the server does not count (the embedded one does not).</summary>
    public required double? RedisCallsPerJob { get; init; }

    /// <summary>The same by command; empty: not counted.</summary>
    public required IReadOnlyDictionary<string, double> RedisCalls { get; init; }

    /// <summary>Calls of the product's grains.</summary>
    public required double GrainCallsPerJob { get; init; }

    /// <summary>The same by interface and method.</summary>
    public required IReadOnlyDictionary<string, double> GrainCalls { get; init; }

    /// <summary>Messages from silo to silo, answers and those of the runtime itself included.</summary>
    public required double SiloMessagesPerJob { get; init; }

    /// <summary>Whether jobs asked the result cache and left their result there.</summary>
    public required bool Cached { get; init; }
}
