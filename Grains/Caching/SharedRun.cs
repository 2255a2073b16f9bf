using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Grains.Caching;

/// <summary>A job that runs, and the jobs that wait for what it makes.</summary>
internal sealed class SharedRun
{
    private readonly List<(string JobId, string User)> _waiting = [];

    /// <summary>The job that runs; null: none.</summary>
    public string? By { get; private set; }

    /// <summary>When it was last known to run.</summary>
    public DateTimeOffset Heard { get; set; }

    /// <summary>That of the most urgent of them all.</summary>
    public JobUrgency Urgency { get; set; }

    public bool IsIdle => By is null && _waiting.Count == 0;

    /// <summary>The job runs. False: it did already.</summary>
    public bool Take(string jobId, JobUrgency urgency, DateTimeOffset now)
    {
        var begins = By != jobId;
        Leave(jobId);
        (By, Heard, Urgency) = (jobId, now, urgency);
        return begins;
    }

    /// <summary>The job waits. False: it did already.</summary>
    public bool Join(string jobId, string user)
    {
        if (_waiting.Any(job => job.JobId == jobId)) return false;
        _waiting.Add((jobId, user));
        return true;
    }

    public void Leave(string jobId) => _waiting.RemoveAll(job => job.JobId == jobId);

    /// <summary>The job that ran will not deliver: the first that waits runs. Null: none waits.</summary>
    public string? Promote(DateTimeOffset now)
    {
        (By, Heard) = (_waiting.Count > 0 ? _waiting[0].JobId : null, now);
        if (By is not null) _waiting.RemoveAt(0);
        return By;
    }

    /// <summary>What was waited for is there. Returns the jobs that waited.</summary>
    public IReadOnlyList<(string JobId, string User)> End()
    {
        var waiting = _waiting.ToArray();
        By = null;
        _waiting.Clear();
        return waiting;
    }
}
