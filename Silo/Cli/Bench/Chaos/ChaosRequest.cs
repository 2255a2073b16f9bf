namespace Hunyuan3D.Hosting.Cli.Bench.Chaos;

/// <summary>What <c>hunyuan3d bench chaos</c> was asked for.</summary>
internal sealed record ChaosRequest
{
    public int Jobs { get; init; } = 200;

    /// <summary>Kills; fewer are done when all jobs end before that.</summary>
    public int Kills { get; init; } = 40;

    /// <summary>Of the order of victims and of the pauses between them.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Processes with one device slot each.</summary>
    public int Nodes { get; init; } = 4;

    /// <summary>Processes for jobs and queue.</summary>
    public int Controls { get; init; } = 1;

    /// <summary>Callers at a time, each of whom submits the next job when the one before is done.</summary>
    public int Users { get; init; } = 16;

    public TimeSpan Shape { get; init; } = TimeSpan.FromSeconds(3);

    public TimeSpan Texture { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>Steps of a stage; a checkpoint is kept after each.</summary>
    public int Steps { get; init; } = 10;

    /// <summary>Mean pause between the return of one victim and the next kill.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The jobs have to be done this long after the last kill.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>True: a <c>redis-server</c> of its own, which is killed like any other process; false: the one inside the first control process.</summary>
    public bool RedisServer { get; init; }

    /// <summary>The servers' output is kept in this folder; null: it is not.</summary>
    public string? Logs { get; init; }

    public bool Json { get; init; }
}
