using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Grains.Interfaces.Caching;

/// <summary>The result cache's answer to a job.</summary>
/// <param name="Result">The known result; null when there is none.</param>
/// <param name="RunBy">With no result and no shape: the job that runs. Its own id tells the asking job to run, another's to wait for that one.</param>
[GenerateSerializer, Immutable, Alias("h3d.CacheAnswer")]
public sealed record CacheAnswer([property: Id(0)] GenerationResult? Result, [property: Id(1)] string? RunBy)
{
    /// <summary>The known mesh: the job goes on from there. Null when there is none.</summary>
    [Id(2)]
    public ReusedShape? Shape { get; init; }

    /// <summary>True: what <see cref="RunBy"/> is waited for is its mesh and not its result.</summary>
    [Id(3)]
    public bool JoinsShape { get; init; }
}
