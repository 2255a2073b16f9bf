using Hunyuan3D.Inference.Imaging.Matting;
using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Inference.Sessions;
using Hunyuan3D.Inference.ShapeGen;
using Hunyuan3D.Inference.ShapeGen.Relief;
using Hunyuan3D.Inference.ShapeGen.Simulated;
using Hunyuan3D.Inference.Simulation;
using Hunyuan3D.Inference.TexGen;
using Hunyuan3D.Inference.TexGen.Relief;
using Hunyuan3D.Inference.TexGen.Simulated;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Hunyuan3D.Inference.Hosting;

/// <summary>Registers the inference side of the product.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Adds the model store, every engine, and the <see cref="EngineCatalog"/> that finds them by name.</summary>
    public static IServiceCollection AddHunyuan3DInference(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptionsWithValidateOnStart<ModelStoreOptions>().BindConfiguration(ModelStoreOptions.Section).ValidateDataAnnotations();
        services.TryAddSingleton(provider => new ModelStore.ModelStore(provider.GetRequiredService<IOptions<ModelStoreOptions>>().Value.Folder));
        services.AddOptionsWithValidateOnStart<SessionPoolOptions>().BindConfiguration(SessionPoolOptions.Section).ValidateDataAnnotations();
        services.TryAddSingleton(provider => new SessionPool(
            provider.GetRequiredService<IOptions<SessionPoolOptions>>().Value, provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(provider => new InstalledModels(
            provider.GetRequiredService<ModelStore.ModelStore>(),
            provider.GetRequiredService<IOptions<ModelStoreOptions>>().Value,
            provider.GetRequiredService<SessionPool>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddOptionsWithValidateOnStart<MattingOptions>().BindConfiguration(MattingOptions.Section).ValidateDataAnnotations();
        services.TryAddSingleton(provider => new InstalledMatting(
            provider.GetRequiredService<ModelStore.ModelStore>(),
            provider.GetRequiredService<IOptions<MattingOptions>>().Value,
            provider.GetRequiredService<SessionPool>()));
        services.TryAddSingleton(provider => new BackgroundRemover(
            provider.GetRequiredService<InstalledMatting>().Find, provider.GetRequiredService<InstalledMatting>().Identity));
        services.AddOptionsWithValidateOnStart<SimulatedStageOptions>().BindConfiguration(SimulatedStageOptions.Section).ValidateDataAnnotations();
        services.AddSingleton<IShapeEngine>(provider => new SimulatedShapeEngine(
            provider.GetRequiredService<IOptions<SimulatedStageOptions>>().Value, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ITextureEngine>(provider => new SimulatedTextureEngine(
            provider.GetRequiredService<IOptions<SimulatedStageOptions>>().Value, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IShapeEngine>(provider => new ReliefShapeEngine(
            new HierarchicalVolumeDecoder(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<BackgroundRemover>()));
        services.AddOptionsWithValidateOnStart<ShapeEngineOptions>().BindConfiguration(ShapeEngineOptions.Section).ValidateDataAnnotations();
        services.AddSingleton<IShapeEngine>(provider => new Hunyuan3DShapeEngine(
            provider.GetRequiredService<InstalledModels>(),
            provider.GetRequiredService<SessionPool>(),
            provider.GetRequiredService<BackgroundRemover>(),
            provider.GetRequiredService<IOptions<ShapeEngineOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<ILogger<Hunyuan3DShapeEngine>>() ?? NullLogger<Hunyuan3DShapeEngine>.Instance));
        services.AddSingleton<ITextureEngine>(provider => new ReliefTextureEngine(
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<BackgroundRemover>()));
        services.AddOptionsWithValidateOnStart<TextureEngineOptions>().BindConfiguration(TextureEngineOptions.Section).ValidateDataAnnotations();
        services.AddSingleton<ITextureEngine>(provider => new Hunyuan3DTextureEngine(
            provider.GetRequiredService<InstalledModels>(),
            provider.GetRequiredService<SessionPool>(),
            provider.GetRequiredService<IOptions<TextureEngineOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<ILogger<Hunyuan3DTextureEngine>>() ?? NullLogger<Hunyuan3DTextureEngine>.Instance));
        services.TryAddSingleton<EngineCatalog>();
        return services;
    }
}
