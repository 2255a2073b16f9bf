using Hunyuan3D.Grains.Generation;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Hunyuan3D.Grains.Hosting;

/// <summary>Registers what the product itself keeps in Redis.</summary>
public static class RedisServiceCollectionExtensions
{
    /// <summary>Keeps the index of jobs in Redis, where all silos of a cluster share it.</summary>
    /// <param name="redis">For this connection alone.</param>
    /// <param name="cluster">The cluster's name: prefix of the keys.</param>
    public static IServiceCollection AddRedisGenerationIndex(this IServiceCollection services, ConfigurationOptions redis, string cluster)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(redis);
        // The connection is made on first use and comes back by itself.
        redis.AbortOnConnectFail = false;
        return services.AddSingleton<IGenerationIndex>(provider => ActivatorUtilities.CreateInstance<RedisGenerationIndex>(provider, redis, cluster));
    }
}
