namespace Hunyuan3D.Hosting.Cli.Bench.Gateway;

/// <summary>The jobs whose end nobody was told yet; streams are spread over them in turn.</summary>
internal sealed class RunningJobs
{
    private readonly Lock _changing = new();
    private readonly List<string> _ids = [];
    private TaskCompletionSource _some = NewSignal();
    private TaskCompletionSource _none = NewSignal();
    private int _turn;

    public void Add(string id)
    {
        lock (_changing)
        {
            _ids.Add(id);
            if (_ids.Count > 1)
                return;
            (var some, _some, _none) = (_some, NewSignal(), NewSignal());
            some.SetResult();
        }
    }

    /// <summary>False: its end was told before.</summary>
    public bool End(string id)
    {
        lock (_changing)
        {
            var ended = _ids.Remove(id);
            if (ended && _ids.Count == 0)
                _none.SetResult();
            return ended;
        }
    }

    /// <summary>A job to follow, as soon as there is one.</summary>
    public async Task<string> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task some;
            lock (_changing)
            {
                if (_ids.Count > 0)
                    return _ids[_turn++ % _ids.Count];
                some = _some.Task;
            }

            await some.WaitAsync(cancellationToken);
        }
    }

    /// <summary>The jobs that are left after a time, if it does not end before with none.</summary>
    public async Task<IReadOnlyList<string>> WaitForNoneAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        Task none;
        lock (_changing)
            none = _ids.Count == 0 ? Task.CompletedTask : _none.Task;
        try
        {
            await none.WaitAsync(limit, cancellationToken);
        }
        catch (TimeoutException)
        {
        }

        lock (_changing)
            return [.. _ids];
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
