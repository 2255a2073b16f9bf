using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Hunyuan3D.Grains.Autoscaling;
using Hunyuan3D.Grains.Gpu;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Hosting.Cli;

namespace Hunyuan3D.Hosting.Autoscaling;

/// <summary>
/// Starts <c>hunyuan3d serve --roles gpu</c> on this machine and drains it with SIGTERM. The processes are found again after a restart by their files.
/// When this process stops in good order it drains them first; when it is lost they are adopted by the next one, or drain themselves.
/// </summary>
internal sealed partial class LocalScaleTarget(LocalScaleTargetSettings settings, IServiceProvider services, TimeProvider time, ILogger<LocalScaleTarget> logger)
    : IScaleTarget, IHostedService, IDisposable
{
    /// <summary>The environment variable that turns autoscaling off in the processes it starts.</summary>
    private const string TargetVariable = "Hunyuan3D__Autoscaling__Target";
    private const string SpotVariable = "Hunyuan3D__Gpu__Spot";

    /// <summary>A process that ends sooner without being told to has failed to start.</summary>
    private static readonly TimeSpan ShortLife = TimeSpan.FromSeconds(30);

    /// <summary>Longer than a drain may take.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(40);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _gate = new(1);
    private readonly Dictionary<int, LocalSilo> _silos = [];
    private readonly ConcurrentDictionary<int, string> _lastWords = [];
    private int _failures;
    private string _lastFailure = "";
    private DateTimeOffset _notBefore;
    private bool _stopping;

    /// <summary>The same program with the same models: what this process could run itself. (Asked late: the silo that asks is being built.)</summary>
    public ImmutableArray<EngineOffer> Offers => services.GetRequiredService<IEngineInventory>().Offers;

    public Task<ImmutableArray<ScaledInstance>> ListAsync(CancellationToken cancellationToken) => LockedAsync(
        () =>
        {
            Refresh();
            return _silos.Values.Select(silo => new ScaledInstance(
                string.Create(CultureInfo.InvariantCulture, $"process {silo.ProcessId}"), Endpoint(silo), silo.Record.Spot, silo.Record.Stopping is not null, silo.Record.Started)).ToImmutableArray();
        },
        cancellationToken);

    public Task AddAsync(int onDemand, int spot, CancellationToken cancellationToken) => LockedAsync(
        () =>
        {
            if (_stopping)
                throw new ScaleTargetException("This process is stopping and has drained its silo processes; it starts no more.");
            var now = time.GetUtcNow();
            if (now < _notBefore)
                throw new ScaleTargetException($"{_failures} processes ended soon after their start, the last so: {_lastFailure} The next is started in {(_notBefore - now).TotalSeconds:F0} s.");
            for (var i = 0; i < onDemand + spot; i++)
                Start(spot: i >= onDemand, now);
            return true;
        },
        cancellationToken);

    public Task RemoveAsync(ScaledInstance instance, CancellationToken cancellationToken) => LockedAsync(
        () =>
        {
            if (_silos.Values.FirstOrDefault(silo => Endpoint(silo) == instance.Endpoint) is { } silo)
                silo.Stop(time.GetUtcNow());
            return true;
        },
        cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Drains all processes while the cluster still answers them. A job that one of them hands back waits, but starts no new one.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            _stopping = true;
            foreach (var silo in _silos.Values.Where(silo => !silo.HasExited))
                silo.Stop(time.GetUtcNow());
            try
            {
                await Task.WhenAll(_silos.Values.Select(silo => silo.WaitForExitAsync(cancellationToken)));
            }
            catch (OperationCanceledException)
            {
                foreach (var silo in _silos.Values.Where(silo => !silo.HasExited))
                {
                    LogKilled(silo.ProcessId);
                    silo.Kill();
                }
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>May be called again: the container disposes of it once for each service it stands for.</summary>
    public void Dispose()
    {
        foreach (var silo in _silos.Values)
            silo.Dispose();
        _silos.Clear();
        _gate.Dispose();
    }

    private async Task<T> LockedAsync<T>(Func<T> act, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return act();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Win32Exception)
        {
            throw new ScaleTargetException($"Silo processes cannot be started or kept on this machine: {e.Message} Their files are in {settings.Folder}.", e);
        }
        finally
        {
            _gate.Release();
        }
    }

    private void Refresh()
    {
        Directory.CreateDirectory(settings.Folder);
        var now = time.GetUtcNow();
        foreach (var file in Directory.EnumerateFiles(settings.Folder, "*.json"))
        {
            if (int.TryParse(Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && !_silos.ContainsKey(port) && LocalSilo.Adopt(file) is { } found)
            {
                LogAdopted(found.ProcessId, port);
                _silos.Add(port, found);
            }
        }

        foreach (var (port, silo) in _silos.ToArray())
        {
            if (silo.HasExited) Forget(port, silo, now);
            else if (silo.Record.Stopping is { } since && now - since > StopLimit) silo.Kill();
            else silo.Touch();
        }
    }

    private void Forget(int port, LocalSilo silo, DateTimeOffset now)
    {
        _silos.Remove(port);
        _lastWords.TryRemove(port, out var words);
        var asked = silo.Record.Stopping is not null;
        LogEnded(silo.ProcessId, silo.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "unknown", asked);
        if (asked || now - silo.Record.Started > ShortLife)
        {
            _failures = 0;
        }
        else
        {
            _failures++;
            _lastFailure = $"exit code {silo.ExitCode}, {words ?? "nothing printed"}.";
            _notBefore = now + TimeSpan.FromSeconds(Math.Min(Math.Pow(2, _failures), LongestPause.TotalSeconds));
        }

        silo.Dispose();
    }

    private void Start(bool spot, DateTimeOffset now)
    {
        Directory.CreateDirectory(settings.Folder);
        var port = FreePort.Any();
        var file = Path.Combine(settings.Folder, string.Create(CultureInfo.InvariantCulture, $"{port}.json"));
        var silo = LocalSilo.Start(file, Command(port, file, spot), port, spot, now, line =>
        {
            _lastWords[port] = line;
            LogSaid(port, line);
        });
        _silos.Add(port, silo);
        LogStarted(silo.ProcessId, port);
    }

    private ProcessStartInfo Command(int port, string file, bool spot)
    {
        var start = OwnProgram.Start([
            "serve", "--roles", "gpu", "--data", settings.DataFolder,
            "--silo-port", port.ToString(CultureInfo.InvariantCulture), "--urls", "http://127.0.0.1:0", "--leash", file, .. ModelArguments()]);
        start.Environment[RedisOption.Variable] = settings.Redis;
        start.Environment[TargetVariable] = nameof(ScaleTargetKind.Off);
        start.Environment[SpotVariable] = spot ? bool.TrueString : bool.FalseString;
        return start;
    }

    private IEnumerable<string> ModelArguments()
    {
        var models = settings.Models;
        if (models.Folder is { } folder) yield return $"--models={folder}";
        if (models.IdleUnload is { } idle) yield return string.Create(CultureInfo.InvariantCulture, $"--idle-unload={idle.TotalSeconds:F0}s");
        if (models.LowMemory) yield return "--low-memory";
    }

    private static string Endpoint(LocalSilo silo) => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{silo.Record.Port}");

    [LoggerMessage(Level = LogLevel.Information, Message = "Silo process {Process} started on port {Port}.")]
    private partial void LogStarted(int process, int port);

    [LoggerMessage(Level = LogLevel.Information, Message = "Silo process {Process} on port {Port}, started before, is looked after again.")]
    private partial void LogAdopted(int process, int port);

    [LoggerMessage(Level = LogLevel.Information, Message = "Silo process {Process} ended with exit code {ExitCode} (asked to: {Asked}).")]
    private partial void LogEnded(int process, string exitCode, bool asked);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Silo process {Process} did not drain in time and was killed.")]
    private partial void LogKilled(int process);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Silo on port {Port}: {Line}")]
    private partial void LogSaid(int port, string line);
}
