using System.CommandLine;
using System.Globalization;
using Hunyuan3D.Hosting.Requests;

namespace Hunyuan3D.Hosting.Cli.Bench;

/// <summary>Option values of the benches: <c>50s</c>, <c>2m</c>, <c>0.01</c>, <c>12</c>.</summary>
internal static class BenchValues
{
    public static TimeSpan Span(ParseResult parsed, Option<string?> option, TimeSpan standard)
    {
        if (parsed.GetValue(option) is not { } text)
            return standard;
        var (number, unit) = text.EndsWith("ms", StringComparison.Ordinal) ? (text[..^2], 0.001)
            : text.EndsWith('s') ? (text[..^1], 1.0)
            : text.EndsWith('m') ? (text[..^1], 60.0)
            : text.EndsWith('h') ? (text[..^1], 3600.0)
            : (text, 1.0);
        return double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count) && count * unit <= TimeSpan.FromDays(7).TotalSeconds
            ? TimeSpan.FromSeconds(count * unit)
            : throw new InputProblemException(InputProblem.Value(option.Name, "a time such as 500ms, 50s, 2m or 1h", text));
    }

    public static double Real(ParseResult parsed, Option<string?> option, double standard, double least, double most) =>
        parsed.GetValue(option) is not { } text ? standard
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most ? value
        : throw new InputProblemException(InputProblem.Value(option.Name, string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"), text));

    public static int Whole(ParseResult parsed, Option<string?> option, int standard, int least, int most) =>
        parsed.GetValue(option) is not { } text ? standard
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most ? value
        : throw new InputProblemException(InputProblem.Value(option.Name, string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"), text));
}
