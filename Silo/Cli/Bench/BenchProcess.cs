using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Hunyuan3D.Hosting.Cli.Bench;

/// <summary>A server process of the measured cluster.</summary>
internal sealed class BenchProcess : IAsyncDisposable
{
    /// <summary>What a server prints last when it is ready.</summary>
    private const string LastLine = "Roles ";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private CallCounts _calls = CallCounts.None;

    private BenchProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, e) => Take(e.Data);
        _process.ErrorDataReceived += (_, e) => Take(e.Data);
        _process.Exited += (_, _) => _ready.TrySetException(new IOException("it ended"));
    }

    /// <summary>As it last told.</summary>
    public CallCounts Calls => Volatile.Read(ref _calls);

    /// <summary>Processor time so far, of all cores.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public bool IsRunning => !_process.HasExited;

    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Open file descriptors.</summary>
    public int Handles
    {
        get
        {
            _process.Refresh();
            return _process.HandleCount;
        }
    }

    public static async Task<BenchProcess> StartAsync(IEnumerable<string> arguments, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        var start = OwnProgram.Start(arguments);
        // What is measured is a cluster of its own, whatever servers this environment is set up for.
        foreach (var foreign in (string[])[RedisOption.Variable, "Hunyuan3D__Keys__Admin", "Hunyuan3D__Keys__AdminFile"])
            start.Environment.Remove(foreign);
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        var process = new BenchProcess(start);
        process._process.Start();
        process._process.BeginOutputReadLine();
        process._process.BeginErrorReadLine();
        try
        {
            await process._ready.Task.WaitAsync(StartLimit, cancellationToken);
            return process;
        }
        catch (Exception e) when (e is IOException or TimeoutException)
        {
            var said = string.Join('\n', process._lines);
            await process.DisposeAsync();
            throw new IOException($"A server of the measured cluster did not start ({e.Message}). It said:\n{said}");
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>What it printed behind a label.</summary>
    public string Printed(string label) =>
        _lines.First(l => l.StartsWith(label, StringComparison.Ordinal))[label.Length..].Trim().Split(' ')[0];

    /// <summary>Everything it printed so far.</summary>
    public IEnumerable<string> Lines => _lines;

    /// <summary>Warnings and errors so far.</summary>
    public IEnumerable<string> Problems => _lines.Where(l => l.Contains(" warn: ", StringComparison.Ordinal) || l.Contains(" fail: ", StringComparison.Ordinal) || l.Contains(" crit: ", StringComparison.Ordinal));

    /// <summary>SIGKILL; returns when the process is gone and everything that it printed was read.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Nothing of a measured cluster has to outlive it: it is killed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
            return;
        if (line.StartsWith(GrainCallCounter.Label, StringComparison.Ordinal))
        {
            Volatile.Write(ref _calls, JsonSerializer.Deserialize(line.AsSpan(GrainCallCounter.Label.Length), BenchLines.Default.CallCounts)!);
            return;
        }

        _lines.Enqueue(line);
        if (line.StartsWith(LastLine, StringComparison.Ordinal))
            _ready.TrySetResult();
    }
}
