using System.Globalization;

namespace Hunyuan3D.Hosting.Cli.Bench.Gateway;

/// <summary>A cluster of real processes in a folder of its own, whose gateway does nothing else, so that what is measured of it is what HTTP costs.</summary>
internal sealed class GatewayCluster : IAsyncDisposable
{
    private readonly DataFolder _data = DataFolder.CreateTemporary();
    private readonly List<BenchProcess> _processes = [];

    private GatewayCluster()
    {
    }

    public BenchProcess Gateway { get; private set; } = null!;

    public Uri Address => new(Gateway.Printed("Listening on"));

    /// <summary>Warnings and errors of all processes.</summary>
    public IEnumerable<string> Problems => _processes.SelectMany(process => process.Problems);

    public static async Task<GatewayCluster> StartAsync(GatewayBenchRequest request, CancellationToken cancellationToken)
    {
        var cluster = new GatewayCluster();
        try
        {
            var control = await cluster.StartAsync(request, "control", redis: null, cancellationToken);
            var redis = control.Printed("Redis at");
            cluster.Gateway = await cluster.StartAsync(request, "gateway", redis, cancellationToken);
            for (var node = 0; node < request.Nodes; node++)
                await cluster.StartAsync(request, "gpu", redis, cancellationToken);
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
        // The store is in the first.
        foreach (var process in Enumerable.Reverse(_processes))
            await process.DisposeAsync();
        _data.Dispose();
    }

    private async Task<BenchProcess> StartAsync(GatewayBenchRequest request, string role, string? redis, CancellationToken cancellationToken)
    {
        var settings = new Dictionary<string, string>
        {
            ["Hunyuan3D__Simulation__ShapeSeconds"] = request.Job.TotalSeconds.ToString(CultureInfo.InvariantCulture),
            ["Hunyuan3D__Simulation__Steps"] = request.Steps.ToString(CultureInfo.InvariantCulture),
            ["Hunyuan3D__Gpu__Slots"] = request.Slots.ToString(CultureInfo.InvariantCulture),
            ["Hunyuan3D__Autoscaling__Target"] = "Off",
        };
        string[] store = redis is null ? [] : ["--redis", redis];
        var process = await BenchProcess.StartAsync(["serve", "--data", _data.Path, "--urls", "http://127.0.0.1:0", "--roles", role, .. store], settings, cancellationToken);
        _processes.Add(process);
        return process;
    }
}
