using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Generation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace Hunyuan3D.Client;

/// <summary>Registers the client.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="IHunyuan3DClient"/>. With <see cref="Hunyuan3DClientOptions.Redis"/> the host connects to that cluster when it starts; without, the
    /// client uses the silo (or Orleans client) of this process.
    /// </summary>
    public static IServiceCollection AddHunyuan3DClient(this IServiceCollection services, Action<Hunyuan3DClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = new Hunyuan3DClientOptions();
        configure?.Invoke(options);
        var builder = services.AddOptionsWithValidateOnStart<Hunyuan3DClientOptions>().ValidateDataAnnotations();
        if (configure is not null) builder.Configure(configure);
        services.TryAddSingleton(TimeProvider.System);
        if (options.Redis is { } redis) AddOrleansClient(services, redis, options);
        services.TryAddSingleton<ClusterCalls>();
        services.TryAddSingleton(provider => new JobWatches(id => provider.GetRequiredService<IGrainFactory>().GetGrain<IGenerationGrain>(id), provider.GetRequiredService<ClusterCalls>()));
        services.TryAddSingleton<IJobNames, TimedJobNames>();
        services.TryAddSingleton<GrainArtifactTransport>();
        services.TryAddSingleton<IHunyuan3DClient>(provider => ActivatorUtilities.CreateInstance<Hunyuan3DClient>(
            provider,
            // A silo registers direct access to its store.
            provider.GetService<IArtifactTransport>() ?? provider.GetRequiredService<GrainArtifactTransport>()));
        return services;
    }

    private static void AddOrleansClient(IServiceCollection services, string redis, Hunyuan3DClientOptions options)
    {
        var connection = RedisConnectionString.Parse(redis);
        services.AddOrleansClient(client => client
            .UseRedisClustering(clustering => clustering.ConfigurationOptions = connection)
            .Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (options.Cluster, options.Cluster))
            .UseConnectionRetryFilter(new ConnectionRetry(options.ConnectFor, TimeProvider.System)));
    }
}
