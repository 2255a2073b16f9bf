using System.Collections.Immutable;

namespace Hunyuan3D.Grains.Keys;

/// <summary>The jobs that were submitted with a key on one day of UTC.</summary>
/// <param name="Day">The day.</param>
/// <param name="Used">Jobs counted.</param>
/// <param name="Operations">The latest named submissions among them, oldest first.</param>
[GenerateSerializer, Immutable, Alias("h3d.DailyQuota")]
internal sealed record DailyQuota([property: Id(0)] DateOnly Day, [property: Id(1)] int Used, [property: Id(2)] ImmutableArray<string> Operations)
{
    /// <summary>Named submissions that are remembered: a repetition comes soon after the first try.</summary>
    private const int Remembered = 256;

    public static DailyQuota Of(DateTimeOffset now) => new(DateOnly.FromDateTime(now.UtcDateTime), 0, []);

    /// <summary>When the next day begins.</summary>
    public DateTimeOffset Resets => new(Day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);

    /// <summary>This day, or a new one if it is over.</summary>
    public DailyQuota At(DateTimeOffset now) => now < Resets ? this : Of(now);

    /// <summary>Null: the limit is reached. Itself: this submission is counted already.</summary>
    public DailyQuota? Take(int limit, string? operation)
    {
        if (operation is not null && Operations.Contains(operation)) return this;
        return Used >= limit ? null : this with { Used = Used + 1, Operations = operation is null ? Operations : [.. Operations.TakeLast(Remembered - 1), operation] };
    }

    /// <summary>A job that was counted did not come about.</summary>
    public DailyQuota Return(DateTimeOffset resets, string? operation) =>
        resets != Resets || Used == 0 || (operation is not null && !Operations.Contains(operation))
            ? this
            : this with { Used = Used - 1, Operations = operation is null ? Operations : Operations.Remove(operation) };
}
