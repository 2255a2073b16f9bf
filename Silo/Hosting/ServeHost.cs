using Hunyuan3D.Client;
using Hunyuan3D.Grains.Hosting;
using Hunyuan3D.Hosting.Autoscaling;
using Hunyuan3D.Hosting.Cli.Bench;
using Hunyuan3D.Hosting.Http;
using Hunyuan3D.Hosting.Http.Access;
using Hunyuan3D.Hosting.Http.Official;
using Hunyuan3D.Hosting.Http.Pages;
using Hunyuan3D.Hosting.Http.Tasks;
using Hunyuan3D.Hosting.Keys;
using Hunyuan3D.Hosting.Telemetry;
using Hunyuan3D.Inference.ModelStore;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Orleans.Dashboard;

namespace Hunyuan3D.Hosting;

/// <summary>A server process: data folder, Redis where none is given, silo, HTTP; stopped in the opposite order.</summary>
internal sealed class ServeHost : IAsyncDisposable
{
    private const string DefaultUrl = "http://127.0.0.1:8080";
    private const string AnyUrl = "http://127.0.0.1:0";

    /// <summary>How long a drain may take: checkpoints of running stages are small, leases are handed back at once.</summary>
    internal static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(25);

    /// <summary>How long a request waits for a cluster that is away before it is answered with 503.</summary>
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);

    private readonly WebApplication _app;
    private readonly EmbeddedGarnet? _redis;
    private readonly DataFolder _data;

    private ServeHost(WebApplication app, EmbeddedGarnet? redis, DataFolder data, SiloSettings settings) =>
        (_app, _redis, _data, Settings) = (app, redis, data, settings);

    public SiloSettings Settings { get; }

    public string DataFolderPath => _data.Path;

    public string ModelsFolder => _app.Services.GetRequiredService<ModelStore>().Root;

    /// <summary>Keys that are accepted; null: none is needed.</summary>
    public int? KeyCount => _app.Services.GetRequiredService<KeyRing>() is { IsOpen: false } keys ? keys.Count : null;

    /// <summary>Where HTTP listens, with the ports that were chosen.</summary>
    public IReadOnlyCollection<string> Urls =>
        [.. _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];

    /// <summary>Every route that is served.</summary>
    public IReadOnlyList<Endpoint> Endpoints => _app.Services.GetRequiredService<EndpointDataSource>().Endpoints;

    /// <summary>Returns when the silo is an active member of its cluster and HTTP answers.</summary>
    public static async Task<ServeHost> StartAsync(ServeRequest request, CancellationToken cancellationToken = default)
    {
        var data = request.Redis is null ? DataFolder.Own(request.DataFolder) : DataFolder.Share(request.DataFolder);
        EmbeddedGarnet? redis = null;
        WebApplication? app = null;
        try
        {
            if (request.Redis is not null)
                await RedisAddress.CheckAsync(request.Redis);
            var ports = PortPlan.Choose(request, request.Redis is null ? data.ReadPorts() : null);
            if (request.Redis is null)
            {
                redis = EmbeddedGarnet.Start(data.Redis, ports.Redis, durable: true);
                data.WritePorts(ports);
            }

            var settings = new SiloSettings(request.Redis ?? redis!.ConnectionString, ports, data.Artifacts) { Roles = request.Roles, Address = request.Address, Models = request.Models, DefaultModels = data.Models };
            app = Build(request, settings, data);
            await app.StartAsync(cancellationToken);
            return new ServeHost(app, redis, data, settings);
        }
        catch
        {
            if (app is not null)
                await app.DisposeAsync();
            redis?.Dispose();
            data.Dispose();
            throw;
        }
    }

    /// <summary>Returns after SIGTERM or Ctrl+C, when everything is drained.</summary>
    public Task WaitForShutdownAsync() => _app.WaitForShutdownAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _redis?.Dispose();
        _data.Dispose();
    }

    private static WebApplication Build(ServeRequest request, SiloSettings settings, DataFolder data)
    {
        var gateway = settings.Roles.HasFlag(SiloRoles.Gateway);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelHttpsConfiguration();
        var urls = request.Urls ?? (gateway ? DefaultUrl : AnyUrl);
        builder.WebHost.UseUrls(urls);
        builder.WebHost.ConfigureKestrel(kestrel => ServerLimits.Apply(kestrel));
        var beyondLoopback = BindingRule.BeyondLoopback(Listening(urls, builder.Configuration));
        builder.Services.AddSingleton(new KeyRingSettings(data.Keys, beyondLoopback.Count > 0, request.InsecureNoKeys));
        builder.Logging.ClearProviders();
        builder.Logging.AddQuietConsole(own: LogLevel.Information);
        // What the environment says of levels goes before what is quiet by default.
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.AddTelemetry();
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = DrainTimeout);
        builder.Services.AddSingleton<SiloReadiness>();
        builder.Services.AddHunyuan3DHttp();
        // A caller over HTTP is told to come back rather than kept waiting; a lost silo is made up for within this time.
        builder.Services.Configure<Hunyuan3DClientOptions>(o => o.RetryFor = AnswerWithin);
        builder.AddHunyuan3DSilo(settings, silo =>
        {
            silo.AddDashboard();
            silo.AddCallTracing(builder.Configuration);
            GrainCallCounter.AddTo(silo, builder.Configuration);
        });
        builder.AddAutoscaling(request, settings, data.Path);

        var app = builder.Build();
        try
        {
            BindingRule.Check(beyondLoopback, app.Services.GetRequiredService<KeyRing>(), data.Path, request.InsecureNoKeys);
        }
        catch
        {
            ((IDisposable)app).Dispose();
            throw;
        }

        app.UseApiProblems();
        app.UseRequestNames();
        app.UseHttpAccess();
        app.MapHealth();
        app.MapMetrics();
        if (gateway)
        {
            app.MapHunyuan3DApi();
            app.MapOfficialApi();
            app.MapTaskApi();
            app.MapOfficialHealth();
            app.MapClusterApi();
            app.MapEnginesApi();
            app.MapPages();
            app.MapSessionApi();
            app.MapKeysApi();
            app.MapOpenApi().Allow(AccessLevel.Open);
            app.MapOrleansDashboard("/dashboard").Allow(AccessLevel.Admin).ExcludeFromDescription();
        }

        return app;
    }

    /// <summary>Where HTTP is going to listen: what the command line says, and the endpoints that the web server's own configuration may add.</summary>
    private static IEnumerable<string> Listening(string urls, ConfigurationManager configuration) =>
        urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Concat(configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>());
}
