using System.Globalization;
using System.Text;
using Hunyuan3D.Grains.Simulation;

namespace Hunyuan3D.Hosting.Cli.Bench;

/// <summary>A simulation's report for people.</summary>
internal static class SimulationText
{
    private const double Microseconds = 1e6;

    public static string Of(SimulationReport report)
    {
        var (text, o, queue) = (new StringBuilder(), report.Options, report.Queue);
        Line(text, $"{o.Jobs:N0} jobs of {o.Users:N0} users on {o.Silos:N0} silos, load {o.Load:F2}: {report.Hours:F1} simulated hours in {report.WallSeconds:F1} s");
        Line(text, $"wait of a job    users      jobs      mean       p50       p95       p99       max   users' means      fairness");
        foreach (var wait in report.Waits)
        {
            Line(
                text,
                $"  {wait.Priority,-12} {wait.Users,7} {wait.Jobs,9} {wait.Mean,7:F1} s {wait.P50,7:F1} s {wait.P95,7:F1} s {wait.P99,7:F1} s {wait.Max,7:F1} s {wait.BestUserMean,7:F1}-{wait.WorstUserMean:F1} s {wait.Fairness,9:F4}");
        }

        Line(text, $"  silos busy     {report.Utilisation:0.0%}; longest queue {report.LongestQueue:N0}; on spot: {report.BatchOnSpot:0%} of batch stages, {report.InteractiveOnSpot:0%} of interactive ones");
        Line(text, $"  cost           {report.Cost:N0}, {report.CostPerJob:F4} a job (on-demand {o.OnDemandPrice} and spot {o.SpotPrice} an hour)");
        Line(text, $"  one queue      enqueue {queue.Enqueue * Microseconds:F2} us, place {queue.Place * Microseconds:F2} us, grant {queue.Grant * Microseconds:F2} us, report {queue.Report * Microseconds:F2} us, heartbeat {queue.Heartbeat * Microseconds:F2} us, tick {queue.Tick * Microseconds:F2} us a silo, each call {o.CallSeconds * Microseconds:F0} us more");
        Line(text, $"  saturated at   {queue.SaturatedAt:N0} silos; {queue.WithoutHeartbeats:N0} if silos reported only news");
        return text.ToString().TrimEnd();
    }

    private static void Line(StringBuilder text, FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
}
