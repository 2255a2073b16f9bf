using Hunyuan3D.Client;

namespace Hunyuan3D.Hosting;

/// <summary>A cluster to work on for the length of one command: one inside this process, gone afterwards, or a running one.</summary>
internal sealed class ClusterSession : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ConnectFor = TimeSpan.FromSeconds(5);

    private readonly IHost _host;
    private readonly EmbeddedGarnet? _redis;
    private readonly DataFolder? _data;

    private ClusterSession(IHost host, EmbeddedGarnet? redis, DataFolder? data) => (_host, _redis, _data) = (host, redis, data);

    public IHunyuan3DClient Client => _host.Services.GetRequiredService<IHunyuan3DClient>();

    /// <param name="redis">The Redis of a running cluster; null: a cluster of its own.</param>
    /// <param name="models">Of a cluster of its own.</param>
    public static Task<ClusterSession> OpenAsync(string? redis, ModelSettings models, CancellationToken cancellationToken) =>
        redis is null ? StartAsync(models, cancellationToken) : JoinAsync(redis, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(StopTimeout);
        await _host.StopAsync(limit.Token);
        _host.Dispose();
        _redis?.Dispose();
        _data?.Dispose();
    }

    private static async Task<ClusterSession> StartAsync(ModelSettings models, CancellationToken cancellationToken)
    {
        var data = DataFolder.CreateTemporary();
        var ports = new ClusterPorts(FreePort.Any(), FreePort.Any(), Gateway: 0);
        // Started while the host is put together: both are bound by compilation, each on a core of its own.
        var starting = Task.Run(() => EmbeddedGarnet.Start(data.Redis, ports.Redis, durable: false), CancellationToken.None);
        var builder = CreateBuilder();
        builder.AddHunyuan3DSilo(new SiloSettings(EmbeddedGarnet.Address(ports.Redis), ports, data.Artifacts) { Durable = false, Models = models });
        var host = builder.Build();
        return await StartAsync(new ClusterSession(host, await starting, data), cancellationToken);
    }

    private static async Task<ClusterSession> JoinAsync(string redis, CancellationToken cancellationToken)
    {
        await RedisAddress.CheckAsync(redis);
        var builder = CreateBuilder();
        builder.Services.AddHunyuan3DClient(o => (o.Redis, o.Cluster, o.ConnectFor) = (redis, SiloSettings.ClusterName, ConnectFor));
        try
        {
            return await StartAsync(new ClusterSession(builder.Build(), redis: null, data: null), cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new ClusterUnavailableException(
                $"Redis {RedisAddress.Show(redis)} answers, but no server of a cluster does: {e.Message} Check that one runs with the role gateway.", e);
        }
    }

    private static async Task<ClusterSession> StartAsync(ClusterSession session, CancellationToken cancellationToken)
    {
        try
        {
            await session._host.StartAsync(cancellationToken);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    private static HostApplicationBuilder CreateBuilder()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddEnvironmentVariables();
        builder.Logging.AddQuietConsole(own: LogLevel.Warning);
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        return builder;
    }

    /// <summary>The command handles signals: its job must be cancelled before the cluster stops.</summary>
    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
