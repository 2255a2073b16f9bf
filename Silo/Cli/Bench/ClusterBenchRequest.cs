namespace Hunyuan3D.Hosting.Cli.Bench;

/// <summary>What <c>hunyuan3d bench cluster</c> was asked for. Stage times are those of the real engine; everything runs faster by <see cref="TimeScale"/>.</summary>
internal sealed record ClusterBenchRequest
{
    /// <summary>Processes with one device slot each.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>Callers that submit their next job when the one before is done.</summary>
    public int Users { get; init; } = 5;

    public TimeSpan Shape { get; init; } = TimeSpan.FromSeconds(50);

    public TimeSpan Texture { get; init; } = TimeSpan.FromSeconds(35);

    /// <summary>Factor on both stages.</summary>
    public double TimeScale { get; init; } = 0.01;

    /// <summary>Wall time of the measurement; warming up comes before it.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Share of jobs that are equal to an earlier one of somebody.</summary>
    public double Duplicates { get; init; }

    /// <summary>Jobs a minute that arrive at random, at the real engine's pace, in place of the callers; null: callers.</summary>
    public double? Rate { get; init; }

    /// <summary>The cluster's Redis; null: the one inside the first process.</summary>
    public string? Redis { get; init; }

    public bool Json { get; init; }

    /// <summary>The four rows of the reference in place of one measurement.</summary>
    public bool Table { get; init; }

    /// <summary>Stages that take no time: what the cluster itself costs.</summary>
    public bool NoOp { get; init; }

    /// <summary>Whether jobs ask the result cache and leave their result there.</summary>
    public bool Cache { get; init; } = true;
}
