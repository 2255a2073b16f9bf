using System.Collections.Immutable;
using System.Net;
using Hunyuan3D.Grains.Diagnostics;
using Hunyuan3D.Grains.Gpu;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Hosting.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hunyuan3D.Tests.Deploy;

/// <summary>The product's metrics page with the instruments of a silo whose device is a GPU, whatever the machine of the tests has.</summary>
internal sealed class GpuMetricsServer : IAsyncDisposable
{
    /// <summary>Of the silo. Other tests of the process have silos, too, and their series are on the page.</summary>
    public const int Port = 11999;

    private readonly WebApplication _app;

    private GpuMetricsServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    /// <param name="gpu">What the GPU's driver tells; null: nothing.</param>
    public static async Task<GpuMetricsServer> StartAsync(GpuReading? gpu)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.AddTelemetry();
        builder.Services.AddSingleton<ILocalSiloDetails>(new Silo());
        builder.Services.AddSingleton<GpuMetrics>();
        var app = builder.Build();
        app.MapMetrics();
        await app.StartAsync();
        app.Services.GetRequiredService<GpuMetrics>().Reported(
            new GpuSiloReport
            {
                Silo = "silo",
                Sequence = 1,
                Slots = [new GpuSlotReport(0, gpu is null ? "cpu" : "cuda:0", ImmutableArray.Create(GenerationStage.Shape), Busy: true)],
                WarmModels = ["hunyuan3d/v2-0"],
            },
            gpu);
        return new GpuMetricsServer(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private sealed class Silo : ILocalSiloDetails
    {
        public string Name => "silo";

        public string ClusterId => "cluster";

        public string DnsHostName => "localhost";

        public SiloAddress SiloAddress { get; } = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, Port), 1);

        public SiloAddress GatewayAddress => SiloAddress;
    }
}
