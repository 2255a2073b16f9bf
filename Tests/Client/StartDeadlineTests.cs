using Hunyuan3D.Client;
using Xunit;

namespace Hunyuan3D.Tests.Client;

public sealed class StartDeadlineTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("90s", 90)]
    [InlineData("1.5m", 90)]
    [InlineData("2h", 7200)]
    [InlineData("1d", 86400)]
    [InlineData("PT1H30M", 5400)]
    [InlineData("P1DT1S", 86401)]
    [InlineData("2026-03-01T12:00:30Z", 30)]
    [InlineData("2026-03-01T14:00:30+02:00", 30)]
    [InlineData("2026-03-01T10:00:30-02:00", 30)]
    public void TryParse_TimeOrSpan_IsAMoment(string text, double seconds)
    {
        Assert.True(StartDeadline.TryParse(text, out var deadline));
        Assert.Equal(Now.AddSeconds(seconds), deadline.Resolve(Now));
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("10")]
    [InlineData("-5s")]
    [InlineData("0s")]
    [InlineData("1e9s")]
    [InlineData("NaNs")]
    [InlineData("Infinityd")]
    [InlineData("400d")]
    [InlineData("99999999999999999999999d")]
    [InlineData("P1Y2")]
    [InlineData("-PT1S")]
    [InlineData("2026-03-01")]
    [InlineData("2026-03-01T12:00:00")]
    [InlineData("2026-13-01T12:00:00Z")]
    [InlineData("Tuesday")]
    public void TryParse_AnythingElse_IsNot(string text) => Assert.False(StartDeadline.TryParse(text, out _));
}
