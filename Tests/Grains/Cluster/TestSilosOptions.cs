using Hunyuan3D.Grains.Hosting;

namespace Hunyuan3D.Tests.Grains.Cluster;

/// <summary>What a test cluster is made of.</summary>
internal sealed record TestSilosOptions
{
    /// <summary>One silo each, in order; silos that are started later have the last one.</summary>
    public required IReadOnlyList<SiloRoles> Roles { get; init; }

    /// <summary>Silos at the start; null: one for each of the roles.</summary>
    public int? Silos { get; init; }

    /// <summary>Scripted stages; null: the real engines.</summary>
    public StageScript? Script { get; init; }

    /// <summary>Slots of each silo that runs stages.</summary>
    public int Slots { get; init; } = 1;

    /// <summary>Applied last.</summary>
    public Action<ISiloBuilder>? Configure { get; init; }
}
