using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Grains.Simulation;

/// <summary>A cluster and its load for <see cref="ClusterSimulation"/>.</summary>
public sealed record SimulationOptions
{
    /// <summary>Silos with one slot each.</summary>
    public int Silos { get; init; } = 10_000;

    /// <summary>Share of the silos that are spot, 0 to 1; the scheduler prefers them for batch work and avoids them for interactive work.</summary>
    public double SpotShare { get; init; } = 0.5;

    public int Jobs { get; init; } = 1_000_000;

    /// <summary>Users; the n-th asks for 1/sqrt(n) as much as the first.</summary>
    public int Users { get; init; } = 1000;

    /// <summary>Arriving work over what the silos can do; above 1 the queue grows.</summary>
    public double Load { get; init; } = 1.05;

    /// <summary>Arrivals swing by this share of their mean, once in <see cref="WaveSeconds"/>. 0 to 1.</summary>
    public double Wave { get; init; } = 0.2;

    public double WaveSeconds { get; init; } = 3600;

    public double ShapeSeconds { get; init; } = 50;

    public double TextureSeconds { get; init; } = 35;

    /// <summary>Stages last up to this share longer or shorter, uniformly. 0 to 1.</summary>
    public double Jitter { get; init; } = 0.1;

    /// <summary>Share of users whose jobs have this priority; the rest is standard.</summary>
    public double InteractiveShare { get; init; } = 0.1;

    /// <summary>Share of users whose jobs have <see cref="GenerationPriority.Batch"/>.</summary>
    public double BatchShare { get; init; } = 0.3;

    /// <summary>Price of an on-demand silo for an hour.</summary>
    public double OnDemandPrice { get; init; } = 2.5;

    /// <summary>Price of a spot silo for an hour.</summary>
    public double SpotPrice { get; init; } = 0.9;

    /// <summary>How often a silo reports although nothing happened, in seconds.</summary>
    public double ReportSeconds { get; init; } = 1;

    /// <summary>What a grain call costs in the queue's own turn beside the scheduling that is measured, in seconds. An assumption.</summary>
    public double CallSeconds { get; init; } = 15e-6;

    public int Seed { get; init; } = 1;
}
