namespace Hunyuan3D.Grains.Interfaces.Autoscaling;

/// <summary>
/// Starts and stops silos with devices as the queue demands. There is one, with the key <see cref="Key"/>. Durable are only the last
/// decisions with their times (so that a cool-down outlives its silo) and what the silos offered (so that jobs are accepted while there is none); all else
/// is seen anew.
/// </summary>
[Alias("h3d.IAutoscalerGrain")]
public interface IAutoscalerGrain : IGrainWithStringKey
{
    const string Key = "main";

    /// <summary>What it sees and did; also wakes it.</summary>
    [Alias("GetStatus")]
    Task<AutoscalerStatus> GetStatus();
}
