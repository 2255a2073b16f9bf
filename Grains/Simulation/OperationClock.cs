using System.Diagnostics;

namespace Hunyuan3D.Grains.Simulation;

/// <summary>
/// Wall time of an operation: the median over blocks of a thousand, so that neither the first calls, which are compiled, nor what else the machine does in between counts. Long operations,
/// which are likely to be interrupted, are measured by <see cref="RunLong"/>.
/// </summary>
internal sealed class OperationClock
{
    private const int BlockSize = 1000;

    private readonly List<double> _blocks = [];
    private long _started;
    private long _ticks;
    private int _count;

    /// <summary>Seconds.</summary>
    public double Typical
    {
        get
        {
            if (_blocks.Count == 0) return _count == 0 ? 0 : Seconds(_ticks, _count);
            var sorted = _blocks.Order().ToArray();
            return sorted[sorted.Length / 2];
        }
    }

    public void Start() => _started = Stopwatch.GetTimestamp();

    /// <param name="operations">How many were done since the start; 0: the time belongs to others.</param>
    public void Stop(int operations)
    {
        _ticks += Stopwatch.GetTimestamp() - _started;
        _count += operations;
        if (_count < BlockSize) return;
        _blocks.Add(Seconds(_ticks, _count));
        (_ticks, _count) = (0, 0);
    }

    /// <summary>Measures the processor time of an operation of milliseconds. Nothing else runs in the process meanwhile.</summary>
    /// <param name="operations">How many that is.</param>
    public void RunLong(Action operation, int operations)
    {
        var before = Environment.CpuUsage.TotalTime;
        operation();
        _blocks.Add((Environment.CpuUsage.TotalTime - before).TotalSeconds / operations);
    }

    private static double Seconds(long ticks, int count) => ticks / (double)Stopwatch.Frequency / count;
}
