using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Grains.Interfaces.Gpu;

/// <summary>What the shape stage made.</summary>
[GenerateSerializer, Immutable, Alias("h3d.ShapeProduct")]
public sealed record ShapeProduct
{
    /// <summary>The mesh for the texture stage; null when none was asked and none is kept for later.</summary>
    [Id(0)]
    public ArtifactRef? Mesh { get; init; }

    /// <summary>The input pictures without their background.</summary>
    [Id(1)]
    public GenerationPictures? Cutouts { get; init; }

    /// <summary>The finished, untextured GLB; null when a texture was asked.</summary>
    [Id(2)]
    public ArtifactRef? Model { get; init; }

    /// <summary><c>alpha</c>, <c>graph-cut</c> or <c>matting-model</c>.</summary>
    [Id(3)]
    public required string MaskSource { get; init; }

    [Id(4)]
    public required int Vertices { get; init; }

    [Id(5)]
    public required int Faces { get; init; }

    [Id(6)]
    public required bool Closed { get; init; }

    [Id(7)]
    public required bool Manifold { get; init; }

    /// <summary>The model variant that ran; null for engines without models.</summary>
    [Id(8)]
    public string? ModelName { get; init; }

    /// <summary>Wall seconds: <c>shape</c> and <c>shape.{step}</c>.</summary>
    [Id(9)]
    public required IReadOnlyDictionary<string, double> Seconds { get; init; }

    /// <summary>Identifies the weights of the model that ran; null for engines without models.</summary>
    [Id(10)]
    public string? ModelRevision { get; init; }

    /// <summary>How the model's volume was decoded, for example <c>hierarchical</c> or <c>flashvdm-merge</c>; null for engines without models.</summary>
    [Id(11)]
    public string? Decoder { get; init; }
}
