using Hunyuan3D.Grains.Keys;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Keys;

public sealed class DailyQuotaTests
{
    private static readonly DateTimeOffset Evening = new(2026, 3, 1, 23, 59, 0, TimeSpan.Zero);

    [Fact]
    public void Take_UpToTheLimit_ThenNoMoreUntilTheNextDay()
    {
        var day = DailyQuota.Of(Evening).Take(2, null)!.Take(2, null)!;

        Assert.Null(day.Take(2, null));
        Assert.NotNull(day.Take(3, null));
        Assert.Same(day, day.At(Evening.AddSeconds(59)));
        Assert.Equal(1, day.At(Evening.AddMinutes(1)).Take(2, null)!.Used);
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero), day.Resets);
    }

    [Fact]
    public void Take_TheSameSubmissionAgain_IsFree()
    {
        var day = DailyQuota.Of(Evening).Take(1, "a")!;

        Assert.Same(day, day.Take(1, "a"));
        Assert.Null(day.Take(1, "b"));
        Assert.Equal(0, day.Return(day.Resets, "a").Used);
        Assert.NotNull(day.Return(day.Resets, "a").Take(1, "b"));
    }

    [Fact]
    public void Return_OfAnotherDayOrTwice_TakesNothingOff()
    {
        var day = DailyQuota.Of(Evening).Take(5, "a")!.Take(5, null)!;

        Assert.Same(day, day.Return(day.Resets.AddDays(-1), null));
        Assert.Same(day, day.Return(day.Resets, "never"));
        var returned = day.Return(day.Resets, "a");
        Assert.Same(returned, returned.Return(day.Resets, "a"));
        Assert.Equal(0, returned.Return(day.Resets, null).Return(day.Resets, null).Used);
    }

    [Fact]
    public void Take_ManyNamedSubmissions_RemembersTheLatest()
    {
        var day = Enumerable.Range(0, 1000).Aggregate(DailyQuota.Of(Evening), (quota, i) => quota.Take(5000, $"{i}")!);

        Assert.Equal(1000, day.Used);
        Assert.Equal(256, day.Operations.Length);
        Assert.Same(day, day.Take(5000, "999"));
    }
}
