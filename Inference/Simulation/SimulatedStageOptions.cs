using System.ComponentModel.DataAnnotations;

namespace Hunyuan3D.Inference.Simulation;

/// <summary>How long the simulated engines take. Section <c>Hunyuan3D:Simulation</c>.</summary>
public sealed class SimulatedStageOptions
{
    public const string Section = "Hunyuan3D:Simulation";

    /// <summary>Seconds of a shape stage before scaling, 0 to 86,400; default 2.</summary>
    [Range(0.0, 86_400.0)]
    public double ShapeSeconds { get; set; } = 2;

    /// <summary>Seconds of a texture stage before scaling, 0 to 86,400; default 1.</summary>
    [Range(0.0, 86_400.0)]
    public double TextureSeconds { get; set; } = 1;

    /// <summary>Factor on both, 0 to 100; default 1. With 0 the stages take no time.</summary>
    [Range(0.0, 100.0)]
    public double TimeScale { get; set; } = 1;

    /// <summary>Steps of a stage, 1 to 1000; default 10. A checkpoint is kept after each but the last.</summary>
    [Range(1, 1000)]
    public int Steps { get; set; } = 10;
}
