using System.Net;
using Hunyuan3D.Client;
using Hunyuan3D.Grains.Artifacts;
using Hunyuan3D.Grains.Hosting;
using Hunyuan3D.Hosting.Webhooks;
using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Inference.Sessions;
using Orleans.Configuration;
using Orleans.Serialization;
using Orleans.Storage;

namespace Hunyuan3D.Hosting;

/// <summary>Puts a silo of the cluster together: where it listens, where its state lies, how soon a lost silo is noticed.</summary>
internal static class SiloComposition
{
    public static void AddHunyuan3DSilo(this IHostApplicationBuilder builder, SiloSettings settings, Action<ISiloBuilder>? extend = null) => builder.UseOrleans(silo =>
    {
        silo.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (SiloSettings.ClusterName, SiloSettings.ClusterName));
        silo.Configure<EndpointOptions>(o => Listen(o, settings));
        silo.Configure<ClusterMembershipOptions>(NoticeLoss);
        UseRedis(silo, settings.Redis);
        silo.Services.Configure<ArtifactStoreOptions>(o => (o.Path, o.FlushToDisk) = (settings.Artifacts, settings.Durable));
        silo.Services.Configure<ModelStoreOptions>(o => o.Folder = settings.DefaultModels);
        silo.AddHunyuan3DGrains(o => o.Roles = settings.Roles);
        UseModels(silo.Services, settings.Models);
        silo.Services.AddHunyuan3DClient();
        silo.Services.AddWebhooks();
        extend?.Invoke(silo);
    });

    // After the configuration was bound, which it overrides.
    private static void UseModels(IServiceCollection services, ModelSettings models)
    {
        services.Configure<ModelStoreOptions>(o => o.Folder = models.Folder ?? o.Folder);
        services.Configure<SessionPoolOptions>(o =>
        {
            o.IdleUnload = models.IdleUnload ?? o.IdleUnload;
            o.LowMemory |= models.LowMemory;
        });
    }

    private static void Listen(EndpointOptions endpoints, SiloSettings settings)
    {
        endpoints.AdvertisedIPAddress = settings.Address;
        endpoints.SiloPort = settings.Ports.Silo;
        endpoints.GatewayPort = settings.Ports.Gateway;
        endpoints.SiloListeningEndpoint = new IPEndPoint(settings.Address, settings.Ports.Silo);
        if (settings.Ports.Gateway != 0)
            endpoints.GatewayListeningEndpoint = new IPEndPoint(settings.Address, settings.Ports.Gateway);
    }

    private static void UseRedis(ISiloBuilder silo, string redis)
    {
        silo.UseRedisClustering(o => o.ConfigurationOptions = RedisAddress.Options(redis));
        silo.UseRedisReminderService(o => o.ConfigurationOptions = RedisAddress.Options(redis));
        silo.AddRedisGrainStorage(GrainStorageNames.Hunyuan3D, options => options.Configure<Serializer>((o, serializer) =>
        {
            o.ConfigurationOptions = RedisAddress.Options(redis);
            o.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer);
        }));
        silo.Services.AddRedisGenerationIndex(RedisAddress.Options(redis), SiloSettings.ClusterName);
    }

    /// <remarks>
    /// A silo is lost after three missed probes, 1.5 s apart. A joining silo waits until every active row of the table answers or is voted
    /// dead, and it votes only on rows without a sign of life: the row of a silo that was killed while alone turns stale after 6 s. (A restart
    /// on the same port does not wait at all: Orleans declares the older row of the same endpoint dead.)
    /// </remarks>
    private static void NoticeLoss(ClusterMembershipOptions membership)
    {
        membership.ProbeTimeout = TimeSpan.FromSeconds(1.5);
        membership.NumMissedProbesLimit = 3;
        membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(2);
        membership.NumMissedTableIAmAliveLimit = 3;
        membership.TableRefreshTimeout = TimeSpan.FromSeconds(10);
    }
}
