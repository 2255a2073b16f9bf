using System.ComponentModel;
using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Hosting.Http;

/// <summary>What a completed job made.</summary>
internal sealed record NativeResult
{
    /// <summary>Stands where an engine's name stands for a shape that came with the request.</summary>
    public const string GivenMesh = "given mesh";

    public required string Engine { get; init; }

    [Description("What made the shape: the engine, or \"given mesh\".")]
    public required string ShapeEngine { get; init; }

    [Description("The model variant that ran; null for engines without models.")]
    public string? Model { get; init; }

    [Description("Identifies the model's weights; null for engines without models.")]
    public string? ModelRevision { get; init; }

    [Description("How the model's volume was decoded; null for engines without models.")]
    public string? Decoder { get; init; }

    [Description("The texture model that ran; null without a texture, and for engines without models.")]
    public string? TextureModel { get; init; }

    [Description("How the subject was told from the background.")]
    public required string MaskSource { get; init; }

    public required int Vertices { get; init; }

    public required int Faces { get; init; }

    public required bool Closed { get; init; }

    public required bool Manifold { get; init; }

    [Description("Texels along an edge; 0 without a texture.")]
    public required int TextureSize { get; init; }

    [Description("True: an equal earlier job's result was taken.")]
    public required bool FromCache { get; init; }

    [Description("True: only the texture was made for this result; the mesh is that of an earlier job with the same shape.")]
    public required bool ShapeReused { get; init; }

    [Description("Size of the GLB.")]
    public required long Bytes { get; init; }

    [Description("SHA-256 of the GLB, and its ETag.")]
    public required string Sha256 { get; init; }

    [Description("Wall seconds by stage and step.")]
    public required IReadOnlyDictionary<string, double> Seconds { get; init; }

    public static NativeResult From(GenerationResult result) => new()
    {
        Engine = result.Engine,
        ShapeEngine = result.MeshGiven ? GivenMesh : result.Engine,
        Model = result.ModelName,
        ModelRevision = result.ModelRevision,
        Decoder = result.Decoder,
        TextureModel = result.TextureModelName,
        MaskSource = result.MaskSource,
        Vertices = result.Vertices,
        Faces = result.Faces,
        Closed = result.Closed,
        Manifold = result.Manifold,
        TextureSize = result.TextureSize,
        FromCache = result.FromCache,
        ShapeReused = result.ShapeReused,
        Bytes = result.Model.Length,
        Sha256 = result.Model.Sha256,
        Seconds = result.Seconds,
    };
}
