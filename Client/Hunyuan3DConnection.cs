using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hunyuan3D.Client;

/// <summary>A connection to a running cluster for a program without a host of its own.</summary>
public sealed class Hunyuan3DConnection : IAsyncDisposable
{
    private readonly IHost _host;

    private Hunyuan3DConnection(IHost host) => _host = host;

    public IHunyuan3DClient Client => _host.Services.GetRequiredService<IHunyuan3DClient>();

    /// <param name="redis">Connection string of the cluster's Redis, for example <c>127.0.0.1:6379</c>.</param>
    /// <param name="configure">Other options; null: defaults.</param>
    /// <exception cref="ClusterUnavailableException">No cluster was found there.</exception>
    public static async Task<Hunyuan3DConnection> ConnectAsync(string redis, Action<Hunyuan3DClientOptions>? configure = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(redis);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddHunyuan3DClient(options =>
        {
            options.Redis = redis;
            configure?.Invoke(options);
        });
        var host = builder.Build();
        try
        {
            await host.StartAsync(cancellationToken);
            return new Hunyuan3DConnection(host);
        }
        catch (Exception exception)
        {
            host.Dispose();
            if (exception is OperationCanceledException) throw;
            throw new ClusterUnavailableException($"No cluster was found at Redis {RedisConnectionString.Show(redis)}: {exception.Message} Check the address and that a silo runs.", exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
