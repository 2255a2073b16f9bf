using System.Net;
using System.Net.Http.Headers;
using Hunyuan3D.Grains.Gpu;
using Hunyuan3D.Tests.Deploy;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Processes;

/// <summary>A real Prometheus beside a running cluster.</summary>
[Collection(OneProcessTestAtATime.Name)]
public sealed class PrometheusTests : IDisposable
{
    private const string AdminKey = "h3d_00112233445566778899aabbccddeeff";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [PrometheusFact]
    public async Task Prometheus_ScrapesARunningCluster_EveryQueryOfTheDashboardReturnsSeries()
    {
        var settings = SimulatedSettings.Stages(shapeSeconds: 0.3, textureSeconds: 0.2);
        settings["Hunyuan3D__Keys__Admin"] = AdminKey;
        var data = _folder.File("data");
        await using var gateway = await ServerProcess.ServeAsync(data, ["--roles", "control,gateway", "--autoscale", "dry-run"], settings);
        string[] joining = ["--roles", "gpu", "--redis", gateway.Redis];
        await using var gpu = await ServerProcess.ServeAsync(data, joining, settings);
        await using var leaving = await ServerProcess.ServeAsync(data, joining, settings);
        // What only a GPU tells comes from the same instruments, fed with a reading.
        await using var device = await GpuMetricsServer.StartAsync(new GpuReading(0.5, 60, 1 << 30, 8L << 30));
        Uri[] targets = [gateway.Http.BaseAddress!, gpu.Http.BaseAddress!, leaving.Http.BaseAddress!, device.Address];
        await using var prometheus = PrometheusProcess.Start(_folder.Path, targets.Select(target => target.Authority), AdminKey);
        await prometheus.AssertSeriesAsync(targets.Select(target => $"up{{instance=\"{target.Authority}\"}} == 1"));

        // Two of each, the second after the first: a rate is the growth of a series that was there.
        Assert.Equal(HttpStatusCode.Unauthorized, (await gpu.Http.GetAsync("/metrics")).StatusCode);
        gateway.Http.DefaultRequestHeaders.Authorization = gpu.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AdminKey);
        var jobs = new ServerJobs(gateway.Http);
        for (var seed = 1; seed <= 2; seed++) await jobs.CompletedAsync(await jobs.SubmitAsync(seed));
        await prometheus.AssertSeriesAsync(["sum(hunyuan3d_inference_duration_seconds_count{stage=\"texture\", engine=\"simulated\", model=\"simulated\"}) == 2"]);
        for (var seed = 3; seed <= 6; seed++) await jobs.CompletedAsync(await jobs.SubmitAsync(seed));

        await prometheus.AssertSeriesAsync(Dashboard.Queries(interval: "1m"));
        await AssertNamesAsync(gateway);
        await AssertNamesAsync(gpu);

        // A silo that is stopped in good order is not lost; one that is killed is.
        await leaving.TerminateAsync();
        await prometheus.AssertSeriesAsync(["max(hunyuan3d_cluster_silos_active) == 2"]);
        Assert.Equal(1, await prometheus.CountAsync("max(hunyuan3d_cluster_silos_lost_total) == 0"));
        await gpu.KillAsync();
        await prometheus.AssertSeriesAsync(["max(hunyuan3d_cluster_silos_lost_total) == 1", "ALERTS{alertname=\"Hunyuan3DSiloLost\", alertstate=\"firing\"}"]);
    }

    /// <summary>All that promtool has to say of a page is about the runtime's and Orleans' own names.</summary>
    private static async Task AssertNamesAsync(ServerProcess server)
    {
        var page = await server.Http.GetStringAsync("/metrics");
        Assert.Contains("\norleans_", page, StringComparison.Ordinal);
        var (_, output) = await PrometheusTool.RunAsync(AppContext.BaseDirectory, ["check", "metrics"], page);
        Assert.DoesNotContain(output.Split('\n'), line => line.Length > 0 && !line.StartsWith("orleans_", StringComparison.Ordinal) && !line.StartsWith("dotnet_", StringComparison.Ordinal));

        var own = string.Join('\n', page.Split('\n').Where(line => line.Contains("hunyuan3d_", StringComparison.Ordinal))) + '\n';
        Assert.Contains("hunyuan3d_cluster_silos_active", own, StringComparison.Ordinal);
        await PrometheusTool.CheckAsync(AppContext.BaseDirectory, ["check", "metrics"], own);
    }
}
