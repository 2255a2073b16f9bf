using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Hunyuan3D.Grains.Scheduling;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Scheduling;

/// <summary>The tables of <c>docs/scheduling.md</c> say what the options are: every default and every range.</summary>
public sealed partial class SchedulingDocumentTests
{
    /// <summary>Options that the page does not describe: they belong to other pages.</summary>
    private static readonly string[] Elsewhere = ["ProgressPeriod"];

    private static readonly Dictionary<string, double> Seconds = new() { ["ms"] = 0.001, ["s"] = 1, ["min"] = 60, ["hour"] = 3600, ["day"] = 86_400 };

    [Fact]
    public void Tables_EveryRow_IsWhatTheOptionIs()
    {
        var rows = Rows().ToList();

        Assert.InRange(rows.Count, 30, 100);
        foreach (var (key, standard, range) in rows)
        {
            var property = Find(key);
            Assert.True(property is not null, $"{key} is no option");
            var value = property!.GetValue(Activator.CreateInstance(property.DeclaringType!));
            Assert.True(Text(value) == Text(Parse(standard)), $"{key}: the default is {Text(value)}, not {standard}");
            if (property.GetCustomAttribute<RangeAttribute>() is not { } bounds) continue;
            var ends = range.Split(" to ");
            Assert.True(
                ends.Length == 2 && Text(Bound(bounds, bounds.Minimum)) == Text(Parse(ends[0])) && Text(Bound(bounds, bounds.Maximum)) == Text(Parse(ends[1])),
                $"{key}: the range is {bounds.Minimum} to {bounds.Maximum}, not {range}");
        }
    }

    /// <summary>Every option of the sections that the page describes is on it.</summary>
    [Fact]
    public void Tables_EveryOption_HasARow()
    {
        var keys = Rows().Select(row => row.Key).ToList();
        var sections = keys.Select(key => key[..key.LastIndexOf(':')]).ToHashSet();
        var missing = from type in OptionTypes()
                      let section = Section(type)
                      where sections.Contains(section)
                      from property in type.GetProperties()
                      where property.CanWrite && !Elsewhere.Contains(property.Name) && !keys.Contains($"{section}:{property.Name}") && !Document().Contains($"`{property.Name}`", StringComparison.Ordinal)
                      select $"{section}:{property.Name}";

        Assert.Empty(missing);
    }

    private static IEnumerable<(string Key, string Standard, string Range)> Rows()
    {
        var section = "";
        foreach (var line in Document().Split('\n'))
        {
            if (!line.StartsWith('|')) section = "";
            var cells = line.Split('|', StringSplitOptions.TrimEntries);
            if (cells.Length < 5) continue;
            if (cells[2] == "default") section = SectionName().Match(cells[1]) is { Success: true } match ? match.Groups[1].Value + ":" : "";
            // Rows of several options, and of options by user, are told in words.
            else if (Option().Match(cells[1]) is { Success: true } option && (section + option.Groups[1].Value).StartsWith("Hunyuan3D:", StringComparison.Ordinal))
                yield return (section + option.Groups[1].Value, cells[2], cells[3]);
        }
    }

    private static string Document() => File.ReadAllText(RepositoryRoot.Combine("docs/scheduling.md"));

    private static IEnumerable<Type> OptionTypes() => typeof(QueueOptions).Assembly.GetTypes().Where(type => Section(type) is not null);

    private static string? Section(Type type) => type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string;

    private static PropertyInfo? Find(string key)
        => OptionTypes().Where(type => Section(type) == key[..key.LastIndexOf(':')]).Select(type => type.GetProperty(key[(key.LastIndexOf(':') + 1)..])).FirstOrDefault(property => property is not null);

    private static object Bound(RangeAttribute range, object bound)
        => range.OperandType == typeof(TimeSpan) ? TimeSpan.Parse((string)bound, CultureInfo.InvariantCulture) : bound;

    /// <summary>Numbers, and times in seconds; other words as they are.</summary>
    private static object Parse(string text)
    {
        if (Quantity().Match(text.Trim('`')) is not { Success: true } match) return text.Trim('`');
        var number = double.Parse(match.Groups[1].Value, NumberStyles.AllowThousands | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        return Seconds.TryGetValue(match.Groups[2].Value, out var unit) ? number * unit : number;
    }

    private static string Text(object? value) => value switch
    {
        TimeSpan time => Text(time.TotalSeconds),
        double or int or long => Convert.ToDouble(value, CultureInfo.InvariantCulture).ToString("G6", CultureInfo.InvariantCulture),
        bool truth => truth ? "true" : "false",
        _ => $"{value}",
    };

    [GeneratedRegex("^`(Hunyuan3D:[A-Za-z]+)`")]
    private static partial Regex SectionName();

    [GeneratedRegex("^`([A-Za-z0-9:]+)`$")]
    private static partial Regex Option();

    [GeneratedRegex("^([0-9.,]+) ?(ms|s|min|hour|day|°C)?s?$")]
    private static partial Regex Quantity();
}
