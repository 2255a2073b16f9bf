using System.Diagnostics;
using System.Runtime.InteropServices;
using Hunyuan3D.Client;
using Hunyuan3D.Hosting;
using StackExchange.Redis;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Processes;

/// <summary>A real <c>redis-server</c> with an append-only file, on a free port.</summary>
internal sealed partial class RedisProcess : IAsyncDisposable
{
    private const int Stop = 19;
    private const int Continue = 18;

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private readonly string _folder;
    private readonly Func<int, string[]> _arguments;
    private readonly Func<int, string> _connection;
    private Process _process;

    private RedisProcess(Process process, string folder, int port, Func<int, string[]> arguments, Func<int, string> connection) =>
        (_process, _folder, Port, _arguments, _connection) = (process, folder, port, arguments, connection);

    public static string? Executable { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "redis-server"))
        .FirstOrDefault(File.Exists);

    public int Port { get; }

    public string Address => $"127.0.0.1:{Port}";

    public static Task<RedisProcess> StartAsync(string folder) => StartAsync(folder, port => ["--port", $"{port}"], port => $"127.0.0.1:{port}");

    /// <param name="arguments">How it is to listen on a port.</param>
    /// <param name="connection">How it is reached there.</param>
    public static async Task<RedisProcess> StartAsync(string folder, Func<int, string[]> arguments, Func<int, string> connection)
    {
        var port = FreePort.Any();
        return new RedisProcess(await StartAsync(folder, arguments(port), connection(port)), folder, port, arguments, connection);
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>After <see cref="KillAsync"/>: the same server again, from what is on disk.</summary>
    public async Task RestartAsync()
    {
        _process.Dispose();
        _process = await StartAsync(_folder, _arguments(Port), _connection(Port));
    }

    /// <summary>SIGSTOP: connections stay, and nobody answers on them.</summary>
    public void Freeze() => Assert.Equal(0, Signal(_process.Id, Stop));

    /// <summary>SIGCONT: all that was asked meanwhile is answered.</summary>
    public void Thaw() => Assert.Equal(0, Signal(_process.Id, Continue));

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);

    private static async Task<Process> StartAsync(string folder, string[] arguments, string connection)
    {
        var start = new ProcessStartInfo(
            Executable!, [.. arguments, "--bind", "127.0.0.1", "--dir", folder, "--appendonly", "yes", "--save", "", "--daemonize", "no"])
        {
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        // A refused connection counts as failed at once, however many retries are allowed: this keeps trying until the server listens.
        var options = RedisConnectionString.Parse(connection);
        options.AbortOnConnectFail = false;
        await using var probe = await ConnectionMultiplexer.ConnectAsync(options);
        using var patience = new CancellationTokenSource(StartLimit);
        while (!probe.IsConnected)
        {
            if (process.HasExited)
                throw new InvalidOperationException($"redis-server {string.Join(' ', arguments)} ended at once with code {process.ExitCode}.");
            await Task.Delay(10, patience.Token);
        }

        await probe.GetDatabase().PingAsync();
        return process;
    }
}
