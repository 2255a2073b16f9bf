using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Hunyuan3D.Hosting.Cli.Bench.Gateway;

/// <summary>A report for people and for programs.</summary>
internal static class GatewayBenchText
{
    public static string Json(GatewayBenchReport report) => JsonSerializer.Serialize(report, BenchJson.Default.GatewayBenchReport);

    public static string Of(GatewayBenchReport report)
    {
        var text = new StringBuilder();
        Line(text, $"One gateway, {report.Streams} event streams, {report.Rate:F0} submissions a second, {report.Seconds:F0} s:");
        Line(text, $"  submissions    {report.Submissions}; p50 {report.SubmitP50Milliseconds:F1} ms, p95 {report.SubmitP95Milliseconds:F1} ms, p99 {report.SubmitP99Milliseconds:F1} ms");
        Line(text, $"  events         {report.Events}; p50 {report.EventP50Milliseconds:F1} ms, p99 {report.EventP99Milliseconds:F1} ms after the change");
        Line(text, $"  streams        {report.StreamsOpened} opened, {report.Ends} told a job's end; {report.Jobs} jobs, each followed to its end");
        Line(text, $"  errors         {report.Errors.Values.Sum()}");
        foreach (var (kind, count) in report.Errors.OrderByDescending(error => error.Value))
            Line(text, $"    {count,6} {kind}");
        Line(text, $"  resident       {report.ResidentMegabytes:F0} MB, at most {report.ResidentMaxMegabytes:F0} MB, {report.ResidentTrend:+0.0;-0.0} MB a minute");
        Line(text, $"  managed        {report.ManagedMegabytes:F1} MB, at most {report.ManagedMaxMegabytes:F1} MB, {report.ManagedTrend:+0.0;-0.0} MB a minute");
        if (report.HandlesBefore is not null)
            Line(text, $"  handles        {report.HandlesBefore} before, at most {report.HandlesMax}, {report.HandlesAfter} after");
        Line(text, $"  thread pool    at most {report.ThreadsMax} threads, {report.QueuedMax} items waiting");
        Line(text, $"  processor      {report.Processors:F2} cores, {report.ProcessorMillisecondsPerRequest:F2} ms a request (submissions and streams); {report.LoadProcessors:F2} cores in this program");
        Line(text, $"  dropped        {report.Aborted} streams opened and dropped, {report.StreamsLeft} left");
        Line(text, $"  violations     {report.Violations.Count}");
        foreach (var violation in report.Violations)
            Line(text, $"    {violation}");
        return text.ToString().TrimEnd();
    }

    private static void Line(StringBuilder text, FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
}
