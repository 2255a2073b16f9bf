using k8s;
using k8s.Exceptions;
using Microsoft.Extensions.Options;

namespace Hunyuan3D.Hosting.Autoscaling;

/// <summary>Finds the API server: the configured one, else that of the cluster this process runs in, else the one of kubeconfig.</summary>
internal static class KubernetesApi
{
    /// <exception cref="KubernetesUnknownException">There is none.</exception>
    public static IKubernetes Connect(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<KubernetesScaleOptions>>().Value;
        try
        {
            var configuration = options.ApiServer is { } server ? new KubernetesClientConfiguration { Host = server } : KubernetesClientConfiguration.BuildDefaultConfig();
            options.Namespace ??= configuration.Namespace;
            return new Kubernetes(configuration);
        }
        catch (Exception e) when (e is KubeConfigException or KubernetesClientException or IOException)
        {
            throw new KubernetesUnknownException($"No API server of Kubernetes is known: {e.Message} Run inside a cluster, with a kubeconfig, or set {KubernetesScaleOptions.Section}:ApiServer.", e);
        }
    }
}
