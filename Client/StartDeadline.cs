using System.Globalization;
using System.Xml;

namespace Hunyuan3D.Client;

/// <summary>The time by which a job has to start: a moment, or a span from its submission.</summary>
public readonly record struct StartDeadline
{
    private static readonly TimeSpan LongestSpan = TimeSpan.FromDays(366);

    private readonly DateTimeOffset? _at;
    private readonly TimeSpan _within;

    private StartDeadline(DateTimeOffset? at, TimeSpan within) => (_at, _within) = (at, within);

    public static StartDeadline At(DateTimeOffset moment) => new(moment, default);

    /// <param name="span">Above 0, at most 366 days.</param>
    public static StartDeadline Within(TimeSpan span)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(span, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(span, LongestSpan);
        return new StartDeadline(null, span);
    }

    /// <summary>
    /// Reads an ISO 8601 time with its offset (<c>2026-03-01T18:00:00Z</c>), a number with a unit (<c>90s</c>, <c>15m</c>, <c>2h</c>, <c>1d</c>) or an
    /// ISO 8601 duration (<c>PT1H30M</c>).
    /// </summary>
    public static bool TryParse(string text, out StartDeadline deadline)
    {
        ArgumentNullException.ThrowIfNull(text);
        deadline = default;
        if (text.Length == 0) return false;
        if (text[0] != 'P' && text.Contains('T', StringComparison.Ordinal))
        {
            // Without an offset the moment would depend on the reader's own time zone.
            var local = !text.EndsWith('Z') && text.IndexOfAny(['+', '-'], text.IndexOf('T', StringComparison.Ordinal)) < 0;
            if (local || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var moment)) return false;
            deadline = At(moment);
            return true;
        }

        if (ReadSpan(text) is not { } span || span <= TimeSpan.Zero || span > LongestSpan) return false;
        deadline = Within(span);
        return true;
    }

    /// <summary>The moment, for a job that is submitted now.</summary>
    public DateTimeOffset Resolve(DateTimeOffset now) => _at ?? now + _within;

    private static TimeSpan? ReadSpan(string text)
    {
        try
        {
            if (text[0] == 'P') return XmlConvert.ToTimeSpan(text);
            var seconds = text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86400, _ => 0 };
            return seconds > 0 && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count) && double.IsFinite(count)
                ? TimeSpan.FromSeconds(count * seconds)
                : null;
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            return null;
        }
    }
}
