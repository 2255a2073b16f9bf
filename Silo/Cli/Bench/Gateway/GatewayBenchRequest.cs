namespace Hunyuan3D.Hosting.Cli.Bench.Gateway;

/// <summary>What <c>hunyuan3d bench http</c> was asked for.</summary>
internal sealed record GatewayBenchRequest
{
    /// <summary>Event streams that are open at a time; each follows a job to its end, and then another.</summary>
    public int Streams { get; init; } = 500;

    /// <summary>Mean submissions a second; they arrive at random, whatever became of those before.</summary>
    public double Rate { get; init; } = 50;

    /// <summary>The same load before the measurement: compilation, connections, caches.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(20);

    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Processes with devices.</summary>
    public int Nodes { get; init; } = 2;

    /// <summary>Device slots of such a process.</summary>
    public int Slots { get; init; } = 256;

    /// <summary>How long a job runs.</summary>
    public TimeSpan Job { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Steps of a job; each is told.</summary>
    public int Steps { get; init; } = 4;

    /// <summary>Streams that are opened and dropped at the end; none may be left.</summary>
    public int Aborts { get; init; } = 1000;

    /// <summary>Of the times of arrival.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>A server that runs already and has the simulated engine; null: a cluster of its own.</summary>
    public Uri? Url { get; init; }

    /// <summary>Sent with every request; null: none.</summary>
    public string? ApiKey { get; init; }

    public bool Json { get; init; }
}
