using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.Imaging;

namespace Hunyuan3D.Inference.TexGen;

/// <summary>What is asked of a texture engine. A null option takes the engine's or the model's own default.</summary>
public sealed record TextureRequest(TriangleMesh Mesh, ViewPictures Pictures)
{
    /// <summary>The model variant, such as <c>paint-v2-0-turbo</c>; null: the engine's default. Engines without models ignore it.</summary>
    public string? Model { get; init; }

    public long Seed { get; init; }

    /// <summary>Diffusion steps, 1 to 1000; a model with fixed steps takes its own.</summary>
    public int? Steps { get; init; }

    public float? GuidanceScale { get; init; }

    /// <summary>Texture width and height in texels, 256 to 4096.</summary>
    public int TextureSize { get; init; } = 2048;

    /// <summary>The layout to bake into, with the faces of <see cref="Mesh"/> in their order and source vertices that are its; null: the engine lays the mesh out.</summary>
    public UvMesh? Uvs { get; init; }
}
