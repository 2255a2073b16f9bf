using System.Collections.Concurrent;

namespace Hunyuan3D.Hosting.Cli.Bench.Gateway;

/// <summary>What callers saw, in milliseconds. Only what happens after <see cref="Begin"/> counts, but every error does.</summary>
internal sealed class GatewayTally
{
    private readonly Lock _counting = new();
    private readonly ConcurrentDictionary<string, int> _errors = new();
    private readonly List<double> _submissions = [];
    private readonly List<double> _delays = [];
    private bool _begun;
    private int _opened;
    private int _ends;

    /// <summary>By what went wrong.</summary>
    public IReadOnlyDictionary<string, int> Errors => _errors;

    /// <summary>Ends of jobs that streams were told, all streams.</summary>
    public int Ends => _ends;

    /// <summary>Streams opened.</summary>
    public int Opened => _opened;

    /// <summary>There is a submission and an event at least.</summary>
    public bool HasBoth
    {
        get
        {
            lock (_counting)
                return _submissions.Count > 0 && _delays.Count > 0;
        }
    }

    /// <summary>The warm-up is over.</summary>
    public void Begin()
    {
        lock (_counting)
        {
            _begun = true;
            (_opened, _ends) = (0, 0);
        }
    }

    /// <summary>The measurement is over.</summary>
    public void Finish()
    {
        lock (_counting)
            _begun = false;
    }

    public void Error(string kind) => _errors.AddOrUpdate(kind, 1, (_, count) => count + 1);

    public void Submitted(TimeSpan latency) => Count(() => _submissions.Add(latency.TotalMilliseconds));

    public void StreamOpened() => Count(() => _opened++);

    public void EventArrived(double delayMilliseconds) => Count(() => _delays.Add(delayMilliseconds));

    public void EndArrived() => Count(() => _ends++);

    /// <summary>Sorted.</summary>
    public double[] Submissions()
    {
        lock (_counting)
            return [.. _submissions.Order()];
    }

    /// <summary>Sorted.</summary>
    public double[] Delays()
    {
        lock (_counting)
            return [.. _delays.Order()];
    }

    private void Count(Action count)
    {
        lock (_counting)
        {
            if (_begun)
                count();
        }
    }
}
