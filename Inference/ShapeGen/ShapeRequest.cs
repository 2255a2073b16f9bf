using Hunyuan3D.Inference.Imaging;

namespace Hunyuan3D.Inference.ShapeGen;

/// <summary>What is asked of a shape engine. A null option takes the engine's or the model's own default.</summary>
public sealed record ShapeRequest(ViewPictures Pictures)
{
    /// <summary>The model variant, such as <c>v2-mini-turbo</c>; null: the engine's default. Engines without models ignore it.</summary>
    public string? Model { get; init; }

    public long Seed { get; init; }

    /// <summary>Diffusion steps, 1 to 1000.</summary>
    public int? Steps { get; init; }

    public float? GuidanceScale { get; init; }

    /// <summary>Cells along an axis of the volume that is decoded, 16 to 1024.</summary>
    public int? OctreeResolution { get; init; }

    /// <summary>Logit of the surface.</summary>
    public float McLevel { get; init; }

    /// <summary>The most faces the mesh may have, at least 100.</summary>
    public int MaxFaces { get; init; } = 40_000;
}
