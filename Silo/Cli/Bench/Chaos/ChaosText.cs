using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Hunyuan3D.Hosting.Cli.Bench.Chaos;

/// <summary>A report for people and for programs.</summary>
internal static class ChaosText
{
    public static string Json(ChaosReport report) => JsonSerializer.Serialize(report, BenchJson.Default.ChaosReport);

    public static string Of(ChaosReport report)
    {
        var text = new StringBuilder();
        Line(text, $"{report.Completed} of {report.Jobs} jobs completed in {report.Seconds:F0} s; killed: {string.Join(", ", report.Kills.Select(kill => $"{kill.Value} x {kill.Key.ToString().ToLowerInvariant()}"))}.");
        Line(text, $"  stages interrupted   {report.Interrupted}");
        Line(text, $"  steps repeated       {report.RepeatedSteps} of {report.Steps}");
        Line(text, $"  ran elsewhere after  median {report.MedianElsewhereSeconds:F1} s, longest {report.LongestElsewhereSeconds:F1} s");
        Line(text, $"  longest dead lease   {report.LongestDeadLeaseSeconds:F1} s");
        Line(text, $"  callers told to wait {report.Refused} times");
        Line(text, $"  violations           {report.Violations.Count}");
        foreach (var violation in report.Violations)
            Line(text, $"    {violation}");
        return text.ToString().TrimEnd();
    }

    private static void Line(StringBuilder text, FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
}
