using System.ComponentModel.DataAnnotations;

namespace Hunyuan3D.Hosting.Autoscaling;

/// <summary>Which Deployments are scaled. Section <c>Hunyuan3D:Autoscaling:Kubernetes</c>.</summary>
internal sealed class KubernetesScaleOptions
{
    public const string Section = "Hunyuan3D:Autoscaling:Kubernetes";

    /// <summary>Where the Deployments are; default: the namespace of this pod, or <c>default</c> outside a cluster.</summary>
    public string? Namespace { get; set; }

    /// <summary>The Deployment of on-demand silos; default <c>hunyuan3d-gpu</c>.</summary>
    [Required]
    public string OnDemandDeployment { get; set; } = "hunyuan3d-gpu";

    /// <summary>The Deployment of spot silos; null (default): none, and the share of spot silos has to be 0.</summary>
    public string? SpotDeployment { get; set; }

    /// <summary>URL of the API server; null (default): that of this cluster, or the one of kubeconfig.</summary>
    public string? ApiServer { get; set; }
}
