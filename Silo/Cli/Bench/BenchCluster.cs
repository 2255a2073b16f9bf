using System.Globalization;

namespace Hunyuan3D.Hosting.Cli.Bench;

/// <summary>A cluster of real processes in a folder of its own: one with gateway and control, and some with a device slot each.</summary>
internal sealed class BenchCluster : IAsyncDisposable
{
    private readonly DataFolder _data = DataFolder.CreateTemporary();
    private readonly List<BenchProcess> _processes = [];
    private readonly SocketsHttpHandler _handler = new() { PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5) };

    private BenchCluster()
    {
    }

    public BenchApi Api { get; private set; } = null!;

    /// <summary>Connection string of its Redis.</summary>
    public string Redis { get; private set; } = "";

    /// <summary>Processor time of all its processes so far.</summary>
    public TimeSpan ProcessorTime => _processes.Aggregate(TimeSpan.Zero, (sum, process) => sum + process.ProcessorTime);

    /// <summary>Of all its processes, up to a second ago; only where they are counted.</summary>
    public CallCounts Calls => _processes.Aggregate(CallCounts.None, (sum, process) => sum.Plus(process.Calls));

    public IEnumerable<string> Problems => _processes.SelectMany(process => process.Problems);

    public static async Task<BenchCluster> StartAsync(ClusterBenchRequest request, int nodes, CancellationToken cancellationToken)
    {
        var cluster = new BenchCluster();
        try
        {
            var settings = Settings(request);
            string[] common = ["serve", "--data", cluster._data.Path, "--urls", "http://127.0.0.1:0"];
            string[] redis = request.Redis is null ? [] : ["--redis", request.Redis];
            var first = await BenchProcess.StartAsync([.. common, "--roles", "gateway,control", .. redis], settings, cancellationToken);
            cluster._processes.Add(first);
            cluster.Redis = request.Redis ?? first.Printed("Redis at");
            var joining = Enumerable.Range(0, nodes).Select(_ => BenchProcess.StartAsync([.. common, "--roles", "gpu", "--redis", cluster.Redis], settings, cancellationToken));
            cluster._processes.AddRange(await Task.WhenAll(joining));
            cluster.Api = new BenchApi(new HttpClient(cluster._handler) { BaseAddress = new Uri(first.Printed("Listening on")), Timeout = Timeout.InfiniteTimeSpan }, request.Cache);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Api?.Dispose();
        _handler.Dispose();
        // The nodes first: they would otherwise tell at length that the rest is gone.
        foreach (var process in Enumerable.Reverse(_processes))
            await process.DisposeAsync();
        _data.Dispose();
    }

    private static Dictionary<string, string> Settings(ClusterBenchRequest request) => new()
    {
        ["Hunyuan3D__Simulation__ShapeSeconds"] = request.Shape.TotalSeconds.ToString(CultureInfo.InvariantCulture),
        ["Hunyuan3D__Simulation__TextureSeconds"] = request.Texture.TotalSeconds.ToString(CultureInfo.InvariantCulture),
        ["Hunyuan3D__Simulation__TimeScale"] = (request.NoOp ? 0 : request.TimeScale).ToString(CultureInfo.InvariantCulture),
        ["Hunyuan3D__Autoscaling__Target"] = "Off",
        [GrainCallCounter.Key.Replace(":", "__", StringComparison.Ordinal)] = request.NoOp ? bool.TrueString : bool.FalseString,
    };
}
