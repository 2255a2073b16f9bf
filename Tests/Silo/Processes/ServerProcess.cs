using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Processes;

/// <summary>The built program as a process of its own. What it prints is kept and shown when something goes wrong.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private const int Terminate = 15;

    /// <summary>What every server prints last when it is ready.</summary>
    private const string LastLine = "Roles ";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(40);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _awaited;
    private HttpClient? _http;

    private ServerProcess(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? settings, string awaited = LastLine)
    {
        _awaited = awaited;
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "hunyuan3d"), arguments)
        {
            // No terminal: what asks at one gets no answer.
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, e) => Take(e.Data);
        _process.ErrorDataReceived += (_, e) => Take(e.Data);
        _process.Exited += (_, _) => _told.TrySetException(new InvalidOperationException("The process ended too soon."));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public HttpClient Http => _http ?? throw new InvalidOperationException("Not started.");

    /// <summary>The Redis of its cluster, as it printed it.</summary>
    public string Redis => Printed("Redis at");

    /// <summary>The port of its silo, as it printed it.</summary>
    public int SiloPort => int.Parse(Printed("Silo at").Split(':')[1]);

    /// <summary>Everything printed so far.</summary>
    public string Output => string.Join('\n', _lines);

    /// <summary>Starts <c>hunyuan3d serve</c> on a free port and returns when it says that it is ready.</summary>
    public static async Task<ServerProcess> ServeAsync(string data, IEnumerable<string>? arguments = null, IReadOnlyDictionary<string, string>? settings = null)
    {
        var server = new ServerProcess(["serve", "--data", data, "--urls", "http://127.0.0.1:0", .. arguments ?? []], settings);
        try
        {
            await server._told.Task.WaitAsync(StartLimit);
            server._http = new HttpClient { BaseAddress = new Uri(server.Printed("Listening on")) };
            using var ready = await server.Http.GetAsync("/healthz/ready");
            Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
            return server;
        }
        catch (Exception e)
        {
            await server.DisposeAsync();
            throw new InvalidOperationException($"The server did not start: {e.Message}\n{server.Output}", e);
        }
    }

    /// <summary>Runs any command line to its end.</summary>
    public static Task<(int ExitCode, string Output)> RunAsync(params string[] arguments) => RunAsync(arguments, settings: null);

    /// <summary>Runs any command line to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? settings, TimeSpan? limit = null)
    {
        await using var process = new ServerProcess(arguments, settings);
        await process._process.WaitForExitAsync().WaitAsync(limit ?? StopLimit);
        return (process._process.ExitCode, process.Output);
    }

    /// <summary>Starts any command line and returns when it has printed a line with this text.</summary>
    public static async Task<ServerProcess> StartAsync(string[] arguments, IReadOnlyDictionary<string, string> settings, string text)
    {
        var process = new ServerProcess(arguments, settings, text);
        await process._told.Task.WaitAsync(StartLimit);
        return process;
    }

    /// <summary>SIGKILL: the process gets no chance to do anything.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(StopLimit);
    }

    /// <summary>SIGTERM; returns the exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        Assert.Equal(0, Signal(_process.Id, Terminate));
        await _process.WaitForExitAsync().WaitAsync(StopLimit);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);

    private string Printed(string label) =>
        _lines.First(l => l.StartsWith(label, StringComparison.Ordinal))[label.Length..].Trim().Split(' ')[0];

    private void Take(string? line)
    {
        if (line is null)
            return;
        _lines.Enqueue(line);
        if (line.Contains(_awaited, StringComparison.Ordinal))
            _told.TrySetResult();
    }
}
