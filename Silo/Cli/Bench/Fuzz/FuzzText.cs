using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Hunyuan3D.Hosting.Cli.Bench.Fuzz;

/// <summary>A report for people and for programs.</summary>
internal static class FuzzText
{
    public static string Json(FuzzReport report) => JsonSerializer.Serialize(report, BenchJson.Default.FuzzReport);

    public static string Of(FuzzReport report)
    {
        var text = new StringBuilder();
        Line(text, $"{report.Requests} mutated requests (seed {report.Seed}) in {report.Seconds:F1} s:");
        Line(text, $"  answers      {string.Join(", ", report.Answers.OrderBy(a => a.Key).Select(a => a.Key == 0 ? $"{a.Value} x none" : $"{a.Value} x {a.Key}"))}");
        Line(text, $"  jobs         {report.Jobs}");
        Line(text, $"  resident     {Row(reading => reading.Resident)} MB, after every tenth and at rest");
        Line(text, $"  managed      {Row(reading => reading.Managed)} MB");
        Line(text, $"  handles      {report.HandlesBefore} before, {report.HandlesAfter} after");
        Line(text, $"  warnings     {report.Warnings} in the server's log");
        foreach (var warning in report.SomeWarnings)
            Line(text, $"    {warning}");
        Line(text, $"  violations   {report.Violations.Count}");
        foreach (var violation in report.Violations)
            Line(text, $"    {violation}");
        return text.ToString().TrimEnd();

        string Row(Func<FuzzReading, double> memory) => string.Join(' ', report.Memory.Select(reading => memory(reading).ToString("F0", CultureInfo.InvariantCulture)));
    }

    private static void Line(StringBuilder text, FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
}
