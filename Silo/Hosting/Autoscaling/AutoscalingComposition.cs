using Hunyuan3D.Grains.Autoscaling;
using Hunyuan3D.Grains.Hosting;
using Hunyuan3D.Hosting.Requests;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Hunyuan3D.Hosting.Autoscaling;

/// <summary>Adds what starts and stops silos, where this process is to do that.</summary>
internal static class AutoscalingComposition
{
    public static void AddAutoscaling(this IHostApplicationBuilder builder, ServeRequest request, SiloSettings settings, string dataFolder)
    {
        var services = builder.Services;
        services.PostConfigure<AutoscalingOptions>(o =>
        {
            o.Target = request.Autoscale ?? o.Target;
            o.Min = request.MinSilos ?? o.Min;
            o.Max = request.MaxSilos ?? o.Max;
        });
        if (request.Leash is { } file)
            services.AddHostedService(provider => ActivatorUtilities.CreateInstance<Leash>(provider, file, Leash.DefaultLimit));
        if (!settings.Roles.HasFlag(SiloRoles.Control))
            return;
        switch (request.Autoscale ?? builder.Configuration.GetSection(AutoscalingOptions.Section).GetValue<ScaleTargetKind>(nameof(AutoscalingOptions.Target)))
        {
            case ScaleTargetKind.Local when OperatingSystem.IsWindows():
                throw new InputProblemException(InputProblem.Value("--autoscale", "kubernetes, dry-run or off; local drains processes with SIGTERM, which Windows lacks", "local"));
            case ScaleTargetKind.Local:
                services.AddSingleton(new LocalScaleTargetSettings(dataFolder, settings.Redis) { Models = settings.Models });
                services.AddSingleton<LocalScaleTarget>();
                services.Replace(ServiceDescriptor.Singleton<IScaleTarget>(provider => provider.GetRequiredService<LocalScaleTarget>()));
                // Registered after the silo, so it stops before it.
                services.AddHostedService(provider => provider.GetRequiredService<LocalScaleTarget>());
                break;
            case ScaleTargetKind.Kubernetes:
                AddKubernetes(services);
                break;
        }
    }

    private static void AddKubernetes(IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<KubernetesScaleOptions>().BindConfiguration(KubernetesScaleOptions.Section).ValidateDataAnnotations();
        services.AddOptions<AutoscalingOptions>().Validate<IOptions<KubernetesScaleOptions>>(
            (scaling, kubernetes) => scaling.SpotShare == 0 || kubernetes.Value.SpotDeployment is not null,
            $"{AutoscalingOptions.Section}:SpotShare is above 0 and no Deployment of spot silos is named. Set {KubernetesScaleOptions.Section}:SpotDeployment, or the share to 0.");
        services.AddSingleton(KubernetesApi.Connect);
        services.Replace(ServiceDescriptor.Singleton<IScaleTarget, KubernetesScaleTarget>());
    }
}
