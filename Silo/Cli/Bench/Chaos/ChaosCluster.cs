using System.Globalization;

namespace Hunyuan3D.Hosting.Cli.Bench.Chaos;

/// <summary>A cluster whose processes are killed and started again. What they print is kept.</summary>
internal sealed class ChaosCluster : IAsyncDisposable
{
    private readonly ChaosRequest _request;
    private readonly DataFolder _data = DataFolder.CreateTemporary();
    private readonly Dictionary<string, string> _settings;
    private readonly List<(Victim Kind, BenchProcess Process)> _running = [];
    private readonly List<BenchProcess> _killed = [];
    private readonly int _httpPort = FreePort.Any();
    private readonly RedisServer? _redisServer;
    private string _redis = "";

    private ChaosCluster(ChaosRequest request)
    {
        _request = request;
        _redisServer = request.RedisServer ? new RedisServer(Path.Combine(_data.Path, "redis-server")) : null;
        _settings = new()
        {
            ["Hunyuan3D__Simulation__ShapeSeconds"] = request.Shape.TotalSeconds.ToString(CultureInfo.InvariantCulture),
            ["Hunyuan3D__Simulation__TextureSeconds"] = request.Texture.TotalSeconds.ToString(CultureInfo.InvariantCulture),
            ["Hunyuan3D__Simulation__Steps"] = request.Steps.ToString(CultureInfo.InvariantCulture),
            ["Hunyuan3D__Autoscaling__Target"] = "Off",
            // What the audit reads.
            ["Logging__LogLevel__Hunyuan3D.Grains.Generation.GenerationGrain"] = "Debug",
            ["Logging__LogLevel__Hunyuan3D.Grains.Gpu.GpuWorker"] = "Trace",
        };
    }

    /// <summary>Where callers find it; also after the gateway was killed.</summary>
    public Uri Address => new($"http://127.0.0.1:{_httpPort}");

    /// <summary>What each process printed, of the killed ones too; its silo's port and its lines.</summary>
    public IEnumerable<(int SiloPort, IReadOnlyList<string> Lines)> Logs =>
        _killed.Concat(_running.Select(r => r.Process)).Select(process => (SiloPort(process), (IReadOnlyList<string>)[.. process.Lines]));

    /// <summary>Candidates for <see cref="KillAsync"/>.</summary>
    public int Count => _running.Count + (_redisServer is null ? 0 : 1);

    public static async Task<ChaosCluster> StartAsync(ChaosRequest request, CancellationToken cancellationToken)
    {
        var cluster = new ChaosCluster(request);
        try
        {
            if (cluster._redisServer is { } redis)
                await redis.StartAsync(cancellationToken);
            var first = await cluster.StartAsync(Victim.Control, owner: true, cancellationToken);
            cluster._redis = first.Printed("Redis at");
            cluster._running.Add((Victim.Control, first));
            Victim[] others = [Victim.Gateway, .. Enumerable.Repeat(Victim.Control, request.Controls - 1), .. Enumerable.Repeat(Victim.Gpu, request.Nodes)];
            cluster._running.AddRange(others.Zip(await Task.WhenAll(others.Select(kind => cluster.StartAsync(kind, owner: false, cancellationToken)))));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>SIGKILL to one process. Its successor starts at once and takes seconds; a store would be back in a moment, and is therefore kept away for a while.</summary>
    /// <param name="number">Below <see cref="Count"/>.</param>
    public async Task<Kill> KillAsync(int number, TimeSpan storeAway, CancellationToken cancellationToken)
    {
        var at = DateTime.UtcNow.TimeOfDay;
        if (number == _running.Count)
        {
            await _redisServer!.KillAsync();
            await Task.Delay(storeAway, cancellationToken);
            await _redisServer.StartAsync(cancellationToken);
            return new Kill(Victim.Redis, SiloPort: 0, at, DateTime.UtcNow.TimeOfDay);
        }

        var (kind, process) = _running[number];
        await process.KillAsync();
        _killed.Add(process);
        _running[number] = (kind, await StartAsync(kind, owner: number == 0, cancellationToken));
        return new Kill(kind, SiloPort(process), at, DateTime.UtcNow.TimeOfDay);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, process) in Enumerable.Reverse(_running))
            await process.DisposeAsync();
        foreach (var process in _killed)
            await process.DisposeAsync();
        if (_redisServer is not null)
            await _redisServer.DisposeAsync();
        _data.Dispose();
    }

    private static int SiloPort(BenchProcess process) => int.Parse(process.Printed("Silo at").Split(':')[1], CultureInfo.InvariantCulture);

    /// <param name="owner">The process that may have the store inside.</param>
    private Task<BenchProcess> StartAsync(Victim kind, bool owner, CancellationToken cancellationToken)
    {
        var url = kind == Victim.Gateway ? Address.ToString() : "http://127.0.0.1:0";
        string[] redis = _redisServer is { } server ? ["--redis", server.Address] : owner ? [] : ["--redis", _redis];
        return BenchProcess.StartAsync(["serve", "--data", _data.Path, "--urls", url, "--roles", kind.ToString().ToLowerInvariant(), .. redis], _settings, cancellationToken);
    }
}
