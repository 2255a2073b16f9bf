using System.Globalization;
using System.Text;

namespace Hunyuan3D.Hosting.Cli.Bench;

/// <summary>Reports for people.</summary>
internal static class BenchText
{
    public static string Of(LoadReport report)
    {
        var text = new StringBuilder();
        Line(text, $"{report.Jobs} jobs on {report.Nodes} nodes{(report.Users > 0 ? Text($", {report.Users} users") : "")}, in the real engine's time:");
        Line(text, $"  response       mean {report.MeanSeconds:F1} s, p50 {report.P50Seconds:F1} s, p95 {report.P95Seconds:F1} s, p99 {report.P99Seconds:F1} s ({report.P99AboveMean:+0.0%;-0.0%} of the mean)");
        if (report.IdealSeconds is { } ideal)
            Line(text, $"  at the ideal   {ideal:F1} s");
        Line(text, $"  throughput     {report.PerMinute:F3} a minute, {report.ShareOfIdeal:0.0%} of the ideal {report.IdealPerMinute:F3}");
        Line(text, $"  devices busy   {report.Utilisation:0.0%}");
        if (report.OverheadMilliseconds is { } overhead)
            Line(text, $"  overhead       {overhead:F1} ms of device time a job, on this wall clock");
        if (report.FromCache > 0)
            Line(text, $"  from the cache {report.FromCache:0.0%}");
        if (report.Users > 1)
            Line(text, $"  users          {report.UserSpread:0.0%} between the fastest and the slowest");
        Line(text, $"  processor      {report.ProcessorMilliseconds:F1} ms a job, all servers");
        return text.ToString().TrimEnd();
    }

    private static string PerJob(IReadOnlyDictionary<string, double> counts) => string.Join(", ", counts.Select(one => Text($"{one.Key} {one.Value:0.##}")));

    public static string Of(NoOpReport report)
    {
        var text = new StringBuilder();
        Line(text, $"Jobs that do nothing, over HTTP, {report.Nodes} nodes, {(report.Cached ? "with" : "without")} the result cache:");
        Line(text, $"  idle           median {report.IdleMedianMilliseconds:F2} ms, p99 {report.IdleP99Milliseconds:F2} ms from submission until the end was told");
        Line(text, $"  {report.Users,3} users      {report.JobsPerSecond:F0} jobs a second, mean {report.MeanMilliseconds:F1} ms, p99 {report.P99Milliseconds:F1} ms");
        Line(text, $"  fed unwatched  {report.FedJobsPerSecond:F0} jobs a second until all had completed; {report.AcceptedPerSecond:F0} submissions a second accepted meanwhile, mean {report.AcceptedMilliseconds:F1} ms");
        Line(text, $"  processor      {report.ProcessorMillisecondsPerJob:F2} ms a job in the servers, {report.LoadProcessorMillisecondsPerJob:F2} ms in this program");
        Line(text, $"  Redis          {(report.RedisCallsPerJob is { } calls ? Text($"{calls:F1} commands a job, those inside scripts included") : "not counted by the embedded server; give a redis-server with --redis")}");
        if (report.RedisCalls.Count > 0)
            Line(text, $"                 {PerJob(report.RedisCalls)}");
        Line(text, $"  grain calls    {report.GrainCallsPerJob:F1} a job, {report.SiloMessagesPerJob:F1} messages between silos");
        Line(text, $"                 {PerJob(report.GrainCalls)}");
        return text.ToString().TrimEnd();
    }

    public static string Of(IReadOnlyList<(ReferenceRow Reference, LoadReport Report)> table)
    {
        var text = new StringBuilder();
        Line(text, $"nodes users |  reference: s  /min  busy |  ours: mean s   p99 s    /min  of ideal   busy | ideal: s   /min");
        foreach (var (reference, ours) in table)
        {
            Line(
                text,
                $"{reference.Nodes,5} {reference.Users,5} |    {reference.Seconds,9:F0} {reference.PerMinute,5:F1} {reference.Utilisation,5:0%} | {ours.MeanSeconds,13:F1} {ours.P99Seconds,7:F1} {ours.PerMinute,7:F3} {ours.ShareOfIdeal,9:0.0%} {ours.Utilisation,6:0.0%} | {ours.IdealSeconds,8:F1} {ours.IdealPerMinute,6:F3}");
        }

        Line(text, $"The last row repeats 30 % of the jobs. The reference's figures are as published; its stages of 50 s and 35 s allow {60.0 / 85:F3} jobs a minute on a node.");
        return text.ToString().TrimEnd();
    }

    private static void Line(StringBuilder text, FormattableString line) => text.AppendLine(Text(line));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
