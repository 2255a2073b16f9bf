using System.Diagnostics;
using Hunyuan3D.Hosting;
using StackExchange.Redis;

namespace Hunyuan3D.Tests.Silo.Processes;

/// <summary>A real <c>redis-server</c> with an append-only file, on a free port.</summary>
internal sealed class RedisProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    private RedisProcess(Process process, int port) => (_process, Port) = (process, port);

    public static string? Executable { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "redis-server"))
        .FirstOrDefault(File.Exists);

    public int Port { get; }

    public string Address => $"127.0.0.1:{Port}";

    public static async Task<RedisProcess> StartAsync(string folder)
    {
        var port = FreePort.Any();
        var start = new ProcessStartInfo(
            Executable!, ["--port", $"{port}", "--bind", "127.0.0.1", "--dir", folder, "--appendonly", "yes", "--save", "", "--daemonize", "no"])
        {
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        // A refused connection counts as failed at once, however many retries are allowed: this keeps trying until the server listens.
        var options = ConfigurationOptions.Parse($"127.0.0.1:{port}");
        options.AbortOnConnectFail = false;
        await using var probe = await ConnectionMultiplexer.ConnectAsync(options);
        using var patience = new CancellationTokenSource(StartLimit);
        while (!probe.IsConnected)
        {
            if (process.HasExited)
                throw new InvalidOperationException($"redis-server on port {port} ended at once with code {process.ExitCode}.");
            await Task.Delay(10, patience.Token);
        }

        await probe.GetDatabase().PingAsync();
        return new RedisProcess(process, port);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
