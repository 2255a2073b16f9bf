using Hunyuan3D.Grains.Autoscaling;
using Hunyuan3D.Grains.Gpu;
using Hunyuan3D.Grains.Hosting;
using Hunyuan3D.Grains.Interfaces.Generation;
using Microsoft.Extensions.Options;
using Orleans.Metadata;

namespace Hunyuan3D.Grains.Placement;

/// <summary>
/// Announces a silo's roles and the stages its devices take, as properties of the product's grain types in the silo's manifest. A silo becomes a
/// candidate for placement only once the others have its manifest, so unlike the silo metadata cache this is never missing for a candidate.
/// </summary>
internal sealed class SiloAnnouncement(IOptions<Hunyuan3DSiloOptions> silo, IOptions<GpuOptions> gpu, IOptions<AutoscalingOptions> autoscaling) : IGrainPropertiesProvider
{
    private const string Roles = "hunyuan3d-roles";
    private const string Stages = "hunyuan3d-stages";
    private const string Autoscaling = "hunyuan3d-autoscaling";

    public void Populate(Type grainClass, GrainType grainType, Dictionary<string, string> properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        if (grainClass.Assembly != typeof(SiloAnnouncement).Assembly) return;
        properties[Roles] = silo.Value.Roles.ToString();
        if (autoscaling.Value.Target != ScaleTargetKind.Off) properties[Autoscaling] = AutoscalingNames.Of(autoscaling.Value.Target);
        if (silo.Value.Roles.HasFlag(SiloRoles.Gpu)) properties[Stages] = string.Join(',', gpu.Value.ServedStages);
    }

    public static bool HasRole(GrainProperties properties, SiloRoles role)
        => properties.Properties.TryGetValue(Roles, out var text) && Enum.TryParse<SiloRoles>(text, out var roles) && roles.HasFlag(role);

    public static bool Autoscales(GrainProperties properties) => properties.Properties.ContainsKey(Autoscaling);

    public static bool TakesStage(GrainProperties properties, GenerationStage stage)
        => properties.Properties.TryGetValue(Stages, out var text) && text.Split(',').Contains(stage.ToString());
}
