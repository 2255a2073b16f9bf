using Hunyuan3D.Grains.Generation;
using Microsoft.Extensions.DependencyInjection;

namespace Hunyuan3D.Grains.Hosting;

/// <summary>Registers what the product itself keeps in Redis.</summary>
public static class RedisServiceCollectionExtensions
{
    /// <summary>Keeps the index of jobs in Redis, where all silos of a cluster share it.</summary>
    /// <param name="redis">Connection string, for example <c>127.0.0.1:6379</c>.</param>
    /// <param name="cluster">The cluster's name: prefix of the keys.</param>
    public static IServiceCollection AddRedisGenerationIndex(this IServiceCollection services, string redis, string cluster)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = RedisConnection.Parse(redis);
        // The connection is made on first use and comes back by itself.
        options.AbortOnConnectFail = false;
        return services.AddSingleton<IGenerationIndex>(provider => ActivatorUtilities.CreateInstance<RedisGenerationIndex>(provider, options, cluster));
    }
}
