using System.Text.Json;

namespace Hunyuan3D.Hosting.Cli.Bench;

/// <summary>Carries out one <c>bench cluster</c>.</summary>
internal sealed class ClusterBenchRun(TextWriter output, TextWriter error)
{
    /// <summary>Cycles of every user before the measurement starts.</summary>
    private const int WarmCycles = 2;

    /// <summary>Characters of a server's warning: its first words say what it is.</summary>
    private const int LongestProblem = 240;

    private static readonly TimeSpan LeastWarmUp = TimeSpan.FromSeconds(4);

    /// <summary>Every node has compilation of its own to do, on the cores of this one machine.</summary>
    private static readonly TimeSpan WarmUpPerNode = TimeSpan.FromSeconds(1.5);

    public async Task RunAsync(ClusterBenchRequest request, CancellationToken cancellationToken)
    {
        if (request.NoOp)
        {
            await using var cluster = await BenchCluster.StartAsync(request, request.Nodes, cancellationToken);
            var report = await NoOpRun.RunAsync(cluster, request, cancellationToken);
            await WriteAsync(cluster, request.Json ? JsonSerializer.Serialize(report, BenchJson.Default.NoOpReport) : BenchText.Of(report));
        }
        else if (request.Table)
        {
            List<(ReferenceRow Reference, LoadReport Report)> table = [];
            foreach (var row in ReferenceRow.All)
                table.Add((row, await MeasureAsync(request with { Duplicates = row.Duplicates, Rate = null }, row.Nodes, row.Users, cancellationToken)));
            await output.WriteLineAsync(request.Json
                ? JsonSerializer.Serialize([.. table.Select(row => new ReferenceComparison(row.Reference, row.Report))], BenchJson.Default.IReadOnlyListReferenceComparison)
                : BenchText.Of(table));
        }
        else
        {
            var report = await MeasureAsync(request, request.Nodes, request.Rate is null ? request.Users : 0, cancellationToken);
            await output.WriteLineAsync(request.Json ? JsonSerializer.Serialize(report, BenchJson.Default.LoadReport) : BenchText.Of(report));
        }
    }

    private async Task<LoadReport> MeasureAsync(ClusterBenchRequest request, int nodes, int users, CancellationToken cancellationToken)
    {
        await using var cluster = await BenchCluster.StartAsync(request, nodes, cancellationToken);
        var texture = request.Texture > TimeSpan.Zero;
        // What runs for the first time is slow: compilation, connections, files.
        await new LoadRun(cluster.Api, 0, texture, firstSeed: 1_000_000_000).ClosedAsync(2 * nodes, LeastWarmUp + nodes * WarmUpPerNode, cancellationToken);

        var load = new LoadRun(cluster.Api, request.Duplicates, texture);
        var cycle = (request.Shape + request.Texture) * request.TimeScale * Math.Max(1.0, users / (double)nodes);
        var warm = cycle * WarmCycles;
        var before = cluster.ProcessorTime;
        if (request.Rate is { } rate) await load.OpenAsync(rate / 60 / request.TimeScale, warm + request.Duration, cancellationToken);
        else await load.ClosedAsync(users, warm + request.Duration, cancellationToken);
        var report = LoadReport.Of(request, nodes, users, load.Samples, warm, warm + request.Duration, cluster.ProcessorTime - before);
        await TellProblemsAsync(cluster);
        return report;
    }

    private async Task WriteAsync(BenchCluster cluster, string report)
    {
        await TellProblemsAsync(cluster);
        await output.WriteLineAsync(report);
    }

    /// <summary>A measurement with warnings is to be looked at twice.</summary>
    private async Task TellProblemsAsync(BenchCluster cluster)
    {
        foreach (var problem in cluster.Problems.Take(5))
            await error.WriteLineAsync($"hunyuan3d: a server said: {(problem.Length > LongestProblem ? problem[..LongestProblem] : problem)}");
    }
}
