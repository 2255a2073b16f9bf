namespace Hunyuan3D.Hosting.Cli.Bench.Chaos;

/// <summary>What the logs tell of one lease. Times of day, UTC; null: not told.</summary>
internal sealed class LeaseStory
{
    public string Job { get; set; } = "";

    /// <summary><c>Shape</c> or <c>Texture</c>.</summary>
    public string Stage { get; set; } = "";

    /// <summary>Of the silo that worked on it.</summary>
    public int SiloPort { get; set; }

    /// <summary>When the silo took the work up.</summary>
    public TimeSpan? Begun { get; set; }

    /// <summary>When each step of the stage that this lease ran was done.</summary>
    public List<TimeSpan> Steps { get; } = [];

    /// <summary>When the work ended.</summary>
    public TimeSpan? Stopped { get; set; }

    /// <summary>When the job took the result, or gave the lease up.</summary>
    public TimeSpan? Over { get; set; }

    /// <summary>How often the job took a result from it.</summary>
    public int Taken { get; set; }
}
