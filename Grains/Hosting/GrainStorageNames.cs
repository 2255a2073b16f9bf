namespace Hunyuan3D.Grains.Hosting;

/// <summary>The grain storage providers that the host has to register, for example with <c>AddRedisGrainStorage</c>.</summary>
public static class GrainStorageNames
{
    /// <summary>Keeps jobs, cached results and exports.</summary>
    public const string Hunyuan3D = "hunyuan3d";
}
