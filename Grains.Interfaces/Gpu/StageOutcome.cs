using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Grains.Interfaces.Gpu;

/// <summary>How a leased stage ended. One of the three forms below is set, or none: handed back.</summary>
[GenerateSerializer, Immutable, Alias("h3d.StageOutcome")]
public sealed record StageOutcome
{
    /// <summary>The shape stage completed.</summary>
    [Id(0)]
    public ShapeProduct? Shape { get; init; }

    /// <summary>The texture stage completed.</summary>
    [Id(1)]
    public TextureProduct? Texture { get; init; }

    /// <summary>The stage failed.</summary>
    [Id(2)]
    public GenerationFailure? Failure { get; init; }

    /// <summary>The silo stops: the stage continues elsewhere from its last checkpoint, and no retry is counted.</summary>
    public static StageOutcome HandedBack { get; } = new();

    public bool IsHandedBack => Shape is null && Texture is null && Failure is null;
}
