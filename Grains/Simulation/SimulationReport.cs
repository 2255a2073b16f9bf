using System.Collections.Immutable;

namespace Hunyuan3D.Grains.Simulation;

/// <summary>What a simulated cluster did.</summary>
public sealed record SimulationReport
{
    public required SimulationOptions Options { get; init; }

    /// <summary>Highest priority first.</summary>
    public required ImmutableArray<WaitReport> Waits { get; init; }

    /// <summary>Simulated hours until the last job ended.</summary>
    public required double Hours { get; init; }

    /// <summary>Share of the slots' time in which stages ran, until the last job arrived.</summary>
    public required double Utilisation { get; init; }

    public required int LongestQueue { get; init; }

    public required double Cost { get; init; }

    public required double CostPerJob { get; init; }

    /// <summary>Share of batch stages that ran on spot silos.</summary>
    public required double BatchOnSpot { get; init; }

    /// <summary>Share of interactive stages that ran on spot silos.</summary>
    public required double InteractiveOnSpot { get; init; }

    public required QueueCost Queue { get; init; }

    /// <summary>Wall seconds of the simulation.</summary>
    public required double WallSeconds { get; init; }
}
