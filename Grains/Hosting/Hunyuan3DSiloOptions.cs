namespace Hunyuan3D.Grains.Hosting;

/// <summary>What a silo is for. Section <c>Hunyuan3D:Silo</c>.</summary>
public sealed class Hunyuan3DSiloOptions
{
    public const string Section = "Hunyuan3D:Silo";

    /// <summary>Default: all of them.</summary>
    public SiloRoles Roles { get; set; } = SiloRoles.All;
}
