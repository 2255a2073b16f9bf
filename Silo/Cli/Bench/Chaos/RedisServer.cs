using System.Diagnostics;
using Hunyuan3D.Client;

namespace Hunyuan3D.Hosting.Cli.Bench.Chaos;

/// <summary>A <c>redis-server</c> that answers a write only after it is in its append-only file.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly ProcessStartInfo _start;
    private Process? _process;

    public RedisServer(string folder)
    {
        Directory.CreateDirectory(folder);
        Port = FreePort.Any();
        // With "appendfsync everysec" a slow disk makes Redis answer up to two seconds of writes before they are in the file.
        _start = new ProcessStartInfo(
            "redis-server", ["--port", $"{Port}", "--bind", "127.0.0.1", "--dir", folder, "--appendonly", "yes", "--appendfsync", "always", "--save", "", "--loglevel", "warning"])
        {
            RedirectStandardOutput = true,
        };
    }

    public int Port { get; }

    public string Address => $"127.0.0.1:{Port}";

    /// <summary>Starts it, or starts it again with what is on disk.</summary>
    /// <exception cref="IOException">There is none, or it does not answer.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            _process = Process.Start(_start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new IOException($"redis-server could not be started: {e.Message}. Install it (Debian: apt-get install redis-server).", e);
        }

        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        for (var start = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                await RedisAddress.CheckAsync(Address);
                return;
            }
            catch (ClusterUnavailableException) when (!_process.HasExited && Stopwatch.GetElapsedTime(start) < StartLimit)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
            }
        }
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await KillAsync();
    }
}
