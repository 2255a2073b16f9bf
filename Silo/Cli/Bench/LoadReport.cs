namespace Hunyuan3D.Hosting.Cli.Bench;

/// <summary>
/// A measured load in the time of the real engine: what was measured, divided by the time scale.
/// Throughput of a closed load is summed over users, each from its first to its last end, so that whole cycles are counted; the first job of each user, which finds
/// an empty cluster, is left out.
/// </summary>
internal sealed record LoadReport
{
    public required int Nodes { get; init; }

    /// <summary>0: jobs arrived by themselves.</summary>
    public required int Users { get; init; }

    /// <summary>Jobs counted.</summary>
    public required int Jobs { get; init; }

    /// <summary>Share of jobs that were answered from the cache or by joining an equal one.</summary>
    public required double FromCache { get; init; }

    public required double MeanSeconds { get; init; }

    public required double P50Seconds { get; init; }

    public required double P95Seconds { get; init; }

    public required double P99Seconds { get; init; }

    /// <summary>p99 over mean, less 1.</summary>
    public double P99AboveMean => P99Seconds / MeanSeconds - 1;

    public required double PerMinute { get; init; }

    /// <summary>What the nodes could do: nodes x 60 / stage seconds, and as many more as came from the cache.</summary>
    public required double IdealPerMinute { get; init; }

    /// <summary>Response of that many users at the ideal throughput; null: jobs arrived by themselves.</summary>
    public required double? IdealSeconds { get; init; }

    public double ShareOfIdeal => PerMinute / IdealPerMinute;

    /// <summary>Share of the devices' time in which stages ran.</summary>
    public required double Utilisation { get; init; }

    /// <summary>Device time a job costs beyond its stages, in milliseconds of the wall clock; null: not a closed load without duplicates.</summary>
    public required double? OverheadMilliseconds { get; init; }

    /// <summary>Between the user with the most jobs an hour and the one with the fewest, over the mean.</summary>
    public required double UserSpread { get; init; }

    /// <summary>Milliseconds of processor time a job, of all servers.</summary>
    public required double ProcessorMilliseconds { get; init; }

    public static LoadReport Of(ClusterBenchRequest request, int nodes, int users, IReadOnlyList<JobSample> all, TimeSpan warm, TimeSpan end, TimeSpan processor)
    {
        var scale = request.TimeScale;
        var stage = (request.Shape + request.Texture).TotalSeconds;
        var counted = all.Where(sample => sample.Start >= warm && (users > 0 || sample.Start < end)).ToArray();
        if (counted.Length < 2)
            throw new IOException($"Only {counted.Length} jobs ended within the measurement; measure longer with --duration.");
        var seconds = counted.Select(sample => sample.Response.TotalSeconds / scale).Order().ToArray();
        var cached = counted.Count(sample => sample.FromCache) / (double)counted.Length;
        var perUser = counted.GroupBy(sample => sample.User).Select(Pace).Where(pace => pace > 0).ToArray();
        var perSecond = users > 0 ? perUser.Sum() * users / perUser.Length : counted.Length / (counted.Max(sample => sample.End) - warm).TotalSeconds;
        var capacity = nodes * 60 / stage / (1 - cached);
        var ideal = users > 0 ? capacity : Math.Min(capacity, request.Rate!.Value);
        return new LoadReport
        {
            Nodes = nodes,
            Users = users,
            Jobs = counted.Length,
            FromCache = cached,
            MeanSeconds = seconds.Average(),
            P50Seconds = Percentile(seconds, 0.5),
            P95Seconds = Percentile(seconds, 0.95),
            P99Seconds = Percentile(seconds, 0.99),
            PerMinute = perSecond * 60 * scale,
            IdealPerMinute = ideal,
            IdealSeconds = users > 0 ? Math.Max(users * 60 / capacity, stage * (1 - cached)) : null,
            Utilisation = perSecond * (1 - cached) * stage * scale / nodes,
            OverheadMilliseconds = users > 0 && cached == 0 && users >= nodes ? 1000 * (nodes / perSecond - stage * scale) : null,
            UserSpread = perUser.Length > 1 ? (perUser.Max() - perUser.Min()) / perUser.Average() : 0,
            ProcessorMilliseconds = processor.TotalMilliseconds / Math.Max(1, all.Count),
        };

        // From one end to another, so that what is counted is whole cycles.
        double Pace(IGrouping<int, JobSample> user)
        {
            var ends = user.Select(sample => sample.End).Order().ToArray();
            return ends.Length < 2 ? 0 : (ends.Length - 1) / (ends[^1] - ends[0]).TotalSeconds;
        }
    }

    /// <summary>Nearest rank.</summary>
    public static double Percentile(double[] sorted, double share) => sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
}
