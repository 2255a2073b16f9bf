using System.Diagnostics;

namespace Hunyuan3D.Grains.Simulation;

/// <summary>Mean wall time of an operation.</summary>
internal sealed class OperationClock
{
    private long _started;
    private long _ticks;
    private long _count;

    /// <summary>Seconds.</summary>
    public double Mean => _count == 0 ? 0 : _ticks / (double)Stopwatch.Frequency / _count;

    public void Start() => _started = Stopwatch.GetTimestamp();

    /// <param name="operations">How many were done since the start; 0: the time belongs to others.</param>
    public void Stop(int operations)
    {
        _ticks += Stopwatch.GetTimestamp() - _started;
        _count += operations;
    }
}
