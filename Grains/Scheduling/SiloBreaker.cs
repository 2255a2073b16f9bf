using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;

namespace Hunyuan3D.Grains.Scheduling;

/// <summary>
/// Takes a bad silo out and tries it again later: a circuit breaker (Nygard, Release It!, 2007, chapter 5.2) whose trial is one lease. A silo is bad when several different jobs in a
/// row failed on it, or while it reports itself that its device is not well (too hot, does not compute). What a store's absence or a caller's fault does to jobs is not counted.
/// </summary>
internal sealed class SiloBreaker(SiloChoiceOptions options)
{
    private readonly HashSet<string> _failedJobs = new(StringComparer.Ordinal);
    private bool _unwell;
    private int _rounds;
    private Guid? _trial;

    /// <summary>Why the silo is out; null: it is in service.</summary>
    public string? Reason { get; private set; }

    /// <summary>When one job may try it; null: it is in service, tried now, or says itself that it is not well.</summary>
    public DateTimeOffset? TriedAt { get; private set; }

    /// <summary>Whether it may be given a lease now.</summary>
    public bool Admits(DateTimeOffset now) => Reason is null || now >= TriedAt;

    /// <summary>It was given a lease.</summary>
    public void Granted(Guid lease)
    {
        if (Reason is null) return;
        (_trial, TriedAt) = (lease, null);
    }

    /// <summary>A lease is over, however it went; a trial that nobody judged is repeated.</summary>
    public void Released(Guid lease, DateTimeOffset now)
    {
        if (_trial != lease) return;
        _trial = null;
        if (!_unwell) TriedAt = now;
    }

    /// <summary>The silo tells how a lease ended; telling it again changes nothing.</summary>
    public void Ended(EndedLease ended, DateTimeOffset now)
    {
        if (ended.End == StageEnd.Completed)
        {
            _failedJobs.Clear();
            if (_trial == ended.Id && !_unwell) Close();
        }
        else if (ended is { End: StageEnd.Failed, Code: GenerationFailureCode.Defect or GenerationFailureCode.OutOfCapacity or GenerationFailureCode.TimedOut })
        {
            if (_trial == ended.Id) Open($"the job that tried it failed, too: {ended.Problem}", now);
            else if (Reason is null && _failedJobs.Add(ended.JobId) && _failedJobs.Count >= options.FailuresUntilOut) Open($"{_failedJobs.Count} jobs in a row failed on it, the last one so: {ended.Problem}", now);
        }
    }

    /// <param name="problem">What the silo says is wrong with its device; null: it is well.</param>
    public void Examine(string? problem, DateTimeOffset now)
    {
        if (problem is not null)
        {
            (_unwell, Reason, TriedAt) = (true, problem, null);
        }
        else if (_unwell)
        {
            _unwell = false;
            if (_trial is null) TriedAt = now;
        }
    }

    private void Open(string reason, DateTimeOffset now)
    {
        var pause = options.OutFor * Math.Pow(2, Math.Min(_rounds++, 30));
        (Reason, _trial) = (reason, null);
        TriedAt = _unwell ? null : now + (pause < options.LongestOut ? pause : options.LongestOut);
    }

    private void Close()
    {
        (Reason, TriedAt, _trial, _rounds) = (null, null, null, 0);
        _failedJobs.Clear();
    }
}
