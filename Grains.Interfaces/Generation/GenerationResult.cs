using Hunyuan3D.Grains.Interfaces.Artifacts;

namespace Hunyuan3D.Grains.Interfaces.Generation;

/// <summary>What a completed job made.</summary>
[GenerateSerializer, Immutable, Alias("h3d.GenerationResult")]
public sealed record GenerationResult
{
    /// <summary>The GLB.</summary>
    [Id(0)]
    public required ArtifactRef Model { get; init; }

    [Id(1)]
    public required string Engine { get; init; }

    /// <summary>The model variant that ran; null for engines without models.</summary>
    [Id(2)]
    public string? ModelName { get; init; }

    /// <summary>How the subject was told from the background: <c>alpha</c>, <c>graph-cut</c> or <c>matting-model</c>.</summary>
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

    /// <summary>0 without a texture.</summary>
    [Id(8)]
    public int TextureSize { get; init; }

    /// <summary>Wall seconds by stage and step, for example <c>shape</c>, <c>shape.marching-cubes</c>, <c>texture</c>.</summary>
    [Id(9)]
    public required IReadOnlyDictionary<string, double> Seconds { get; init; }

    /// <summary>True: taken from the result cache, no stage ran for this job.</summary>
    [Id(10)]
    public bool FromCache { get; init; }

    /// <summary>True: the mesh came with the request; then <see cref="Engine"/> made the texture only.</summary>
    [Id(11)]
    public bool MeshGiven { get; init; }

    /// <summary>The texture model that ran; null without a texture, and for engines without models.</summary>
    [Id(12)]
    public string? TextureModelName { get; init; }

    /// <summary>Identifies the weights of <see cref="ModelName"/>; null for engines without models.</summary>
    [Id(13)]
    public string? ModelRevision { get; init; }

    /// <summary>How the model's volume was decoded, for example <c>hierarchical</c> or <c>flashvdm-merge</c>; null for engines without models.</summary>
    [Id(14)]
    public string? Decoder { get; init; }

    /// <summary>The front picture without its background, or the picture as it came where that has none; null for jobs from before this was kept.</summary>
    [Id(15)]
    public ArtifactRef? Cutout { get; init; }

    /// <summary>True: the mesh was taken from a job with the same shape, and <see cref="Seconds"/> tell of the texture stage only.</summary>
    [Id(16)]
    public bool ShapeReused { get; init; }

    /// <summary>Identifies what <see cref="TextureModelName"/> ran with; null without a texture, and for engines without models.</summary>
    [Id(17)]
    public string? TextureModelRevision { get; init; }
}
