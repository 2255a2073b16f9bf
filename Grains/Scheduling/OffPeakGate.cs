namespace Hunyuan3D.Grains.Scheduling;

/// <summary>Whether jobs that asked for off-peak may start: in the configured hours, or while the cluster is idle.</summary>
internal sealed class OffPeakGate(OffPeakOptions options)
{
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone);
    private DateTimeOffset? _idleSince;

    /// <summary>Takes in whether jobs that are not off-peak wait or run.</summary>
    public void Observe(bool busy, DateTimeOffset now) => _idleSince = busy ? null : _idleSince ?? now;

    public bool IsOpen(DateTimeOffset now) => InHours(now) || (options.WhenIdle && now - _idleSince >= options.IdleFor);

    /// <summary>When the hours begin next, or began if they are on.</summary>
    public DateTimeOffset Opens(DateTimeOffset now)
    {
        if (InHours(now)) return now;
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, _zone).DateTime);
        var opening = Moment(today);
        return opening > now ? opening : Moment(today.AddDays(1));
    }

    /// <summary>What a held job is told.</summary>
    public string Describe()
        => $"held for the off-peak hours from {options.From:HH\\:mm} to {options.To:HH\\:mm} {options.TimeZone}{(options.WhenIdle ? " or an idle cluster" : "")}";

    private bool InHours(DateTimeOffset now)
        => options.From == options.To || TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, _zone).DateTime).IsBetween(options.From, options.To);

    private DateTimeOffset Moment(DateOnly day)
    {
        var local = day.ToDateTime(options.From);
        // Clocks that are set forward skip an hour: the hours then begin with the first minute there is.
        while (_zone.IsInvalidTime(local)) local = local.AddMinutes(1);
        // Clocks that are set back have an hour twice: the first counts.
        var offset = _zone.IsAmbiguousTime(local) ? _zone.GetAmbiguousTimeOffsets(local).Max() : _zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset);
    }
}
