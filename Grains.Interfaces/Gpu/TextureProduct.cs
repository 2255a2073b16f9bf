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

    /// <summary>The model variant that ran; null for engines without models.</summary>
    [Id(3)]
    public string? ModelName { get; init; }

    /// <summary>For a job whose mesh came with the request: what a shape stage tells of its mesh; otherwise null.</summary>
    [Id(4)]
    public ShapeProduct? Given { get; init; }

    /// <summary>Identifies the weights of the model that ran; null for engines without models.</summary>
    [Id(5)]
    public string? ModelRevision { get; init; }
}
