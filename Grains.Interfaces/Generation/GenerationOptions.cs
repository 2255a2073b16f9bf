namespace Hunyuan3D.Grains.Interfaces.Generation;

/// <summary>What decides the result of a generation, together with the pictures. A null takes the engine's or the model's default.</summary>
[GenerateSerializer, Immutable, Alias("h3d.GenerationOptions")]
public sealed record GenerationOptions
{
    /// <summary><c>relief</c> (default), <c>hunyuan3d</c> or <c>simulated</c>.</summary>
    [Id(0)]
    public string Engine { get; init; } = "relief";

    /// <summary>Model variant, for example <c>v2-mini-turbo</c>; null: the engine's default.</summary>
    [Id(1)]
    public string? Model { get; init; }

    /// <summary>Default true; false ends the job after the shape stage.</summary>
    [Id(2)]
    public bool Texture { get; init; } = true;

    /// <summary>0 to 2^53-1; default 0.</summary>
    [Id(3)]
    public long Seed { get; init; }

    /// <summary>Diffusion steps of the shape stage, 1 to 1000.</summary>
    [Id(4)]
    public int? Steps { get; init; }

    /// <summary>Classifier-free guidance of the shape stage, -1 to 100; below 0 turns it off.</summary>
    [Id(5)]
    public double? Guidance { get; init; }

    /// <summary>Cells along an axis of the decoded volume, 16 to 1024; null: the model's default (relief: 256).</summary>
    [Id(6)]
    public int? OctreeResolution { get; init; }

    /// <summary>The most faces the mesh may have, 100 to 2,000,000; default 40,000.</summary>
    [Id(7)]
    public int Faces { get; init; } = 40_000;

    /// <summary>Texture width and height in texels, 256 to 4096; default 2048.</summary>
    [Id(8)]
    public int TextureSize { get; init; } = 2048;

    /// <summary>How the texture is encoded inside the GLB: <c>png</c> (default), <c>jpeg</c> or <c>webp</c>.</summary>
    [Id(9)]
    public string TextureFormat { get; init; } = "png";

    /// <summary>Model variant of the texture stage, for example <c>paint-v2-0-turbo</c>; null: the engine's default.</summary>
    [Id(10)]
    public string? TextureModel { get; init; }

    /// <summary>Diffusion steps of the texture stage, 1 to 1000; null: the model's default.</summary>
    [Id(11)]
    public int? TextureSteps { get; init; }

    /// <summary>
    /// For a request with a mesh: true bakes into the mesh's own UVs (its first set), which must be there, within 0 to 1 and without overlaps, and leaves its faces as
    /// they are; false (default) lays the mesh out anew and reduces it to <see cref="Faces"/> where it has more.
    /// </summary>
    [Id(12)]
    public bool KeepUvs { get; init; }
}
