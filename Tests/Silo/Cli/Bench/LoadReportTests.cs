using Hunyuan3D.Hosting.Cli.Bench;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Cli.Bench;

public sealed class LoadReportTests
{
    private static readonly ClusterBenchRequest Request = new() { TimeScale = 0.01 };

    [Fact]
    public void Of_PerfectServer_IsTheIdeal()
    {
        var report = Report(Closed(nodes: 1, users: 5, secondsPerJob: 0.85, cycles: 20), nodes: 1, users: 5);

        Assert.Equal(1, report.ShareOfIdeal, 9);
        Assert.Equal(60 / 85.0, report.PerMinute, 9);
        Assert.Equal(5 * 85, report.MeanSeconds, 6);
        Assert.Equal(5 * 85, report.IdealSeconds!.Value, 6);
        Assert.Equal(0, report.OverheadMilliseconds!.Value, 6);
        Assert.Equal(0, report.UserSpread, 9);
        Assert.Equal(1, report.Utilisation, 9);
    }

    [Fact]
    public void Of_TenMillisecondsMoreAJob_AreTheOverhead()
    {
        var report = Report(Closed(nodes: 2, users: 8, secondsPerJob: 0.86, cycles: 20), nodes: 2, users: 8);

        Assert.Equal(10, report.OverheadMilliseconds!.Value, 6);
        Assert.Equal(0.85 / 0.86, report.ShareOfIdeal, 9);
    }

    [Fact]
    public void Of_ThirdFromTheCache_RaisesTheIdeal()
    {
        var samples = Closed(nodes: 1, users: 2, secondsPerJob: 0.85, cycles: 30).Select((sample, i) => sample with { FromCache = i % 3 == 0 }).ToArray();

        Assert.Equal(60 / 85.0 * 1.5, Report(samples, nodes: 1, users: 2).IdealPerMinute, 6);
    }

    [Fact]
    public void Of_JobsOfTheWarmUp_AreLeftOut()
    {
        var slow = Enumerable.Range(0, 5).Select(user => new JobSample(user, TimeSpan.Zero, TimeSpan.FromSeconds(4), false));
        var samples = slow.Concat(Closed(nodes: 1, users: 5, secondsPerJob: 0.85, cycles: 10).Select(sample => sample with { Start = sample.Start + TimeSpan.FromSeconds(4), End = sample.End + TimeSpan.FromSeconds(4) })).ToArray();

        Assert.Equal(425, LoadReport.Of(Request, 1, 5, samples, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60), TimeSpan.Zero).P99Seconds, 6);
    }

    [Fact]
    public void Of_NothingMeasured_SaysWhatHelps()
        => Assert.Contains("--duration", Assert.Throws<IOException>(() => Report([], nodes: 1, users: 1)).Message, StringComparison.Ordinal);

    private static LoadReport Report(IReadOnlyList<JobSample> samples, int nodes, int users)
        => LoadReport.Of(Request, nodes, users, samples, TimeSpan.Zero, TimeSpan.FromSeconds(1000), TimeSpan.Zero);

    /// <summary>Users in turn on servers that are never idle.</summary>
    private static JobSample[] Closed(int nodes, int users, double secondsPerJob, int cycles)
    {
        var cycle = TimeSpan.FromSeconds(secondsPerJob * users / nodes);
        return [.. Enumerable.Range(0, cycles).SelectMany(i => Enumerable.Range(0, users).Select(user => new JobSample(
            user, cycle * i + cycle * user / users, cycle * (i + 1) + cycle * user / users, false)))];
    }
}
