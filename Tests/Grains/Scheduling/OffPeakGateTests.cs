using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Hunyuan3D.Grains.Scheduling;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Scheduling;

public sealed class OffPeakGateTests
{
    [Theory]
    [InlineData("2026-01-10T20:59:59Z", false, "2026-01-10T21:00:00Z")]
    [InlineData("2026-01-10T21:00:00Z", true, "2026-01-10T21:00:00Z")]
    [InlineData("2026-01-11T04:59:59Z", true, "2026-01-11T04:59:59Z")]
    [InlineData("2026-01-11T05:00:00Z", false, "2026-01-11T21:00:00Z")]
    // Summer time: an hour earlier by the clock of the world.
    [InlineData("2026-07-10T19:59:59Z", false, "2026-07-10T20:00:00Z")]
    [InlineData("2026-07-10T20:00:00Z", true, "2026-07-10T20:00:00Z")]
    public void IsOpen_NightInBerlin_FollowsTheLocalClock(string now, bool open, string opens)
    {
        var gate = new OffPeakGate(new OffPeakOptions { TimeZone = "Europe/Berlin", WhenIdle = false });
        Assert.Equal(open, gate.IsOpen(Time(now)));
        Assert.Equal(Time(opens), gate.Opens(Time(now)));
    }

    [Fact]
    public void Opens_HourThatTheClockSkipsOrRepeats_IsTheFirstMinuteThereIs()
    {
        // In Berlin 2026-03-29 has no 02:30, and 2026-10-25 has it twice.
        var gate = new OffPeakGate(new OffPeakOptions { TimeZone = "Europe/Berlin", From = new(2, 30), To = new(5, 0), WhenIdle = false });
        Assert.Equal(Time("2026-03-29T01:00:00Z"), gate.Opens(Time("2026-03-29T00:10:00Z")));
        Assert.Equal(Time("2026-10-25T00:30:00Z"), gate.Opens(Time("2026-10-25T00:10:00Z")));
    }

    [Fact]
    public void IsOpen_HoursWithinADayAndAllDay_AreObeyed()
    {
        var lunch = new OffPeakGate(new OffPeakOptions { From = new(12, 0), To = new(13, 0), WhenIdle = false });
        Assert.Equal([false, true, false], new[] { "11:59", "12:00", "13:00" }.Select(at => lunch.IsOpen(Time($"2026-01-10T{at}:00Z"))));
        var always = new OffPeakGate(new OffPeakOptions { From = new(6, 0), To = new(6, 0), WhenIdle = false });
        Assert.True(always.IsOpen(Time("2026-01-10T05:59:00Z")));
    }

    [Fact]
    public void IsOpen_IdleCluster_OpensAfterAWhileAndClosesAtOnce()
    {
        var gate = new OffPeakGate(new OffPeakOptions { IdleFor = TimeSpan.FromMinutes(1) });
        var noon = Time("2026-01-10T12:00:00Z");
        Assert.False(gate.IsOpen(noon));
        gate.Observe(busy: false, noon);
        gate.Observe(busy: false, noon.AddSeconds(30));
        Assert.False(gate.IsOpen(noon.AddSeconds(59)));
        Assert.True(gate.IsOpen(noon.AddSeconds(60)));
        gate.Observe(busy: true, noon.AddSeconds(61));
        Assert.False(gate.IsOpen(noon.AddSeconds(61)));
        gate.Observe(busy: false, noon.AddSeconds(62));
        Assert.False(gate.IsOpen(noon.AddSeconds(90)));
    }

    [Fact]
    public void Options_UnknownTimeZone_IsRefusedWithTheName()
    {
        var options = new OffPeakOptions { TimeZone = "Europe/Atlantis" };
        var results = new List<ValidationResult>();
        Assert.False(Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true));
        Assert.Contains("Europe/Atlantis", Assert.Single(results).ErrorMessage, StringComparison.Ordinal);
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
