namespace Hunyuan3D.Grains.Simulation;

/// <summary>A job on its way through a simulated cluster. Times in simulated seconds.</summary>
internal struct SimulatedJob
{
    public required int User { get; init; }

    public required double Submitted { get; init; }

    /// <summary>Since when its ticket waits.</summary>
    public double Queued { get; set; }

    public double Waited { get; set; }

    public bool Textured { get; set; }
}
