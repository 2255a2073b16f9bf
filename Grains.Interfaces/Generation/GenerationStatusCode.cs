namespace Hunyuan3D.Grains.Interfaces.Generation;

/// <summary>Where a job stands. The last three are final.</summary>
public enum GenerationStatusCode
{
    /// <summary>Waits for a device, or for its next attempt.</summary>
    Queued = 0,

    Running = 1,

    Completed = 2,

    Failed = 3,

    Cancelled = 4,
}
