using Hunyuan3D.Grains.Interfaces.Artifacts;

namespace Hunyuan3D.Grains.Interfaces.Gpu;

/// <summary>What the texture stage made.</summary>
[GenerateSerializer, Immutable, Alias("h3d.TextureProduct")]
public sealed record TextureProduct
{
    /// <summary>The finished GLB.</summary>
    [Id(0)]
    public required ArtifactRef Model { get; init; }

    /// <summary>Texture width and height in texels.</summary>
    [Id(1)]
    public required int TextureSize { get; init; }

    /// <summary>Wall seconds: <c>texture</c> and <c>texture.{step}</c>.</summary>
    [Id(2)]
    public required IReadOnlyDictionary<string, double> Seconds { get; init; }
}
