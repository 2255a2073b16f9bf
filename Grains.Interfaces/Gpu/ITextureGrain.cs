namespace Hunyuan3D.Grains.Interfaces.Gpu;

/// <summary>
/// Starts and stops texture stages on one device slot. The key names the slot (<see cref="GpuSlotKey"/>) and the activation lives on the slot's silo.
/// Calls return at once; what becomes of the work is told to the job (<see cref="Generation.IGenerationRunGrain"/>).
/// </summary>
[Alias("h3d.ITextureGrain")]
public interface ITextureGrain : IGrainWithStringKey
{
    [Alias("Start")]
    Task<StageStart> Start(StageWork work);

    /// <summary>Stops the work of a lease within one step; nothing is told to the job. Unknown leases are ignored.</summary>
    [Alias("Stop")]
    Task Stop(Guid leaseId);
}
