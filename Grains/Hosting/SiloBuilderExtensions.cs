using Hunyuan3D.Grains.Artifacts;
using Hunyuan3D.Grains.Autoscaling;
using Hunyuan3D.Grains.Caching;
using Hunyuan3D.Grains.Diagnostics;
using Hunyuan3D.Grains.Generation;
using Hunyuan3D.Grains.Gpu;
using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Placement;
using Hunyuan3D.Grains.Scheduling;
using Hunyuan3D.Grains.Webhooks;
using Hunyuan3D.Inference.Hosting;
using Hunyuan3D.Inference.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Metadata;
using Orleans.Placement;

namespace Hunyuan3D.Grains.Hosting;

/// <summary>Makes a silo part of the product.</summary>
public static class SiloBuilderExtensions
{
    /// <summary>
    /// Adds jobs, queue, workers and stores, each where the silo's roles (<see cref="Hunyuan3DSiloOptions"/>) want it. Options are read from their
    /// configuration sections. The host adds clustering, reminders, a grain storage named <see cref="GrainStorageNames.Hunyuan3D"/> (written with
    /// <c>OrleansGrainStorageSerializer</c>) and, for more than one process, an <see cref="IGenerationIndex"/> that they share.
    /// </summary>
    /// <param name="configure">Applied after configuration; null: nothing to add.</param>
    public static ISiloBuilder AddHunyuan3DGrains(this ISiloBuilder silo, Action<Hunyuan3DSiloOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(silo);
        var services = silo.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddHunyuan3DInference();
        AddOptions(services);
        if (configure is not null) services.Configure(configure);
        services.AddPlacementFilter<ControlPlacementFilter, ControlPlacementFilterDirector>(ServiceLifetime.Singleton);
        services.AddPlacementFilter<AutoscalerPlacementFilter, AutoscalerPlacementFilterDirector>(ServiceLifetime.Singleton);
        services.AddPlacementFilter<GpuPlacementFilter, GpuPlacementFilterDirector>(ServiceLifetime.Transient);
        services.AddPlacementDirector<GpuPlacement, GpuPlacementDirector>();
        services.AddPlacementDirector<HomePlacement, HomePlacementDirector>();
        services.AddSingleton<IGrainPropertiesProvider, SiloAnnouncement>();

        services.TryAddSingleton<GenerationMetrics>();
        services.TryAddSingleton<AutoscalingMetrics>();
        services.TryAddSingleton<GpuMetrics>();
        services.TryAddSingleton<ClusterMetrics>();
        services.TryAddSingleton<WebhookMetrics>();
        services.TryAddSingleton<CacheMetrics>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, ClusterWatch>();
        services.TryAddSingleton<FileArtifactStore>();
        services.TryAddSingleton<IArtifactStore>(provider => provider.GetRequiredService<FileArtifactStore>());
        services.TryAddSingleton<IArtifactTransport, StoreArtifactTransport>();
        services.AddSingleton<IJobNames, LocalJobNames>();
        services.TryAddSingleton<IGenerationIndex, InMemoryGenerationIndex>();
        services.AddSingleton<CacheEntryFiles>();
        services.AddSingleton<CacheReporter>();
        services.AddSingleton<ResultCache>();
        services.AddSingleton<ClusterOffersCache>();
        services.AddSingleton(provider => new RetryPolicy(provider.GetRequiredService<IOptions<RetryOptions>>().Value));

        services.AddSingleton<StagePictures>();
        services.AddSingleton<ShapeStageRunner>();
        services.AddSingleton<TextureStageRunner>();
        services.TryAddSingleton<IStageRunner, StageRunner>();
        services.TryAddSingleton<IEngineInventory, CatalogEngineInventory>();
        services.AddSingleton<GpuWorker>();
        services.TryAddSingleton<IDeviceMonitor, DeviceMonitor>();
        services.AddSingleton<GpuLoadReporter>();

        services.TryAddSingleton<IScaleTarget, DryRunScaleTarget>();
        services.AddSingleton<GpuSiloService>();
        services.AddSingleton<QueueKeeper>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, SiloRoleServices>();
        services.AddSingleton<IHostedService, ArtifactSweeper>();
        return silo;
    }

    private static void AddOptions(IServiceCollection services)
    {
        Add<Hunyuan3DSiloOptions>(services, Hunyuan3DSiloOptions.Section);
        Add<GpuOptions>(services, GpuOptions.Section);
        services.AddOptions<SessionPoolOptions>().Configure<IOptions<GpuOptions>>((sessions, gpu) => sessions.Device = gpu.Value.Device);
        Add<QueueOptions>(services, QueueOptions.Section);
        Add<QueueBoundsOptions>(services, QueueBoundsOptions.Section);
        Add<OffPeakOptions>(services, OffPeakOptions.Section);
        Add<PriorityLanesOptions>(services, PriorityLanesOptions.Section);
        Add<SiloChoiceOptions>(services, SiloChoiceOptions.Section);
        Add<GpuSlotTableOptions>(services, GpuSlotTableOptions.Section);
        Add<RetryOptions>(services, RetryOptions.Section);
        Add<GenerationUpkeepOptions>(services, GenerationUpkeepOptions.Section);
        Add<ResultCacheOptions>(services, ResultCacheOptions.Section);
        Add<AutoscalingOptions>(services, AutoscalingOptions.Section);
        services.AddOptions<AutoscalingOptions>().Validate(o => o.Min <= o.Max, $"{AutoscalingOptions.Section}:Min must be at most Max. Lower the one or raise the other.");
        Add<ArtifactStoreOptions>(services, ArtifactStoreOptions.Section);
        Add<WebhookOptions>(services, WebhookOptions.Section);
        services.AddOptions<ReminderOptions>().Configure<IOptions<WebhookOptions>>((reminders, webhooks) =>
            reminders.MinimumReminderPeriod = TimeSpan.FromTicks(Math.Min(reminders.MinimumReminderPeriod.Ticks, webhooks.Value.ReminderPeriod.Ticks)));
        // Ended jobs are many and short-lived; activations are looked through often enough to let go of them soon.
        services.Configure<GrainCollectionOptions>(options => options.CollectionQuantum = TimeSpan.FromSeconds(20));
    }

    private static void Add<TOptions>(IServiceCollection services, string section)
        where TOptions : class
    {
        services.AddOptionsWithValidateOnStart<TOptions>().BindConfiguration(section);
        services.AddSingleton<IValidateOptions<TOptions>>(new SectionValidator<TOptions>(section));
    }
}
