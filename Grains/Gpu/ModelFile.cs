using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Inference;
using Hunyuan3D.Inference.Export;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.TexGen;

namespace Hunyuan3D.Grains.Gpu;

/// <summary>The GLB that a job ends with: it says in <c>asset.extras</c> how it was made.</summary>
internal static class ModelFile
{
    public const string MediaType = "model/gltf-binary";

    public static byte[] Write(TriangleMesh mesh, GenerationRequest request, ShapeProduct shape) => GlbWriter.Write(mesh, Options(request, shape));

    public static byte[] Write(TexturedMesh mesh, GenerationRequest request, ShapeProduct shape, ModelUse? textureModel)
        => GlbWriter.Write(mesh, Options(request, shape, textureModel));

    private static GlbOptions Options(GenerationRequest request, ShapeProduct shape, ModelUse? textureModel = null) => new()
    {
        TextureEncoding = request.Options.TextureFormat switch { "jpeg" => TextureEncoding.Jpeg, "webp" => TextureEncoding.WebP, _ => TextureEncoding.Png },
        Provenance = new ModelProvenance(request.Options.Engine, request.Options.Seed, HashOf(request.Pictures))
        {
            Model = shape.ModelName,
            ModelRevision = shape.ModelRevision,
            Decoder = shape.Decoder,
            TextureModel = textureModel?.Name,
            TextureModelRevision = textureModel?.Revision,
            Mesh = request.Mesh is { } mesh ? $"sha256:{mesh.Sha256}" : null,
            Options = Describe(request),
        },
    };

    private static JsonObject Describe(GenerationRequest request)
    {
        var options = request.Options;
        var json = new JsonObject { ["texture"] = options.Texture };
        if (request.Mesh is not null && options.KeepUvs) json["keepUvs"] = true;
        else json["faces"] = options.Faces;
        if (request.Mesh is null) DescribeShape(options, json);
        if (options.Texture) json["textureSize"] = options.TextureSize;
        if (options.Texture && options.TextureSteps is { } steps) json["textureSteps"] = steps;
        return json;
    }

    private static void DescribeShape(GenerationOptions options, JsonObject json)
    {
        if (options.Steps is { } steps) json["steps"] = steps;
        if (options.Guidance is { } guidance) json["guidance"] = guidance;
        if (options.OctreeResolution is { } resolution) json["octreeResolution"] = resolution;
    }

    /// <summary>One picture: its own hash. Several: the hash of the text that lists theirs as <c>front:hash</c>, <c>left:hash</c> and so on, a line each.</summary>
    private static string HashOf(GenerationPictures pictures)
    {
        if (pictures is { Left: null, Back: null, Right: null }) return $"sha256:{pictures.Front.Sha256}";
        var lines = new StringBuilder();
        foreach (var (side, picture) in (ReadOnlySpan<(string, ArtifactRef?)>)[("front", pictures.Front), ("left", pictures.Left), ("back", pictures.Back), ("right", pictures.Right)])
        {
            if (picture is not null) lines.Append(side).Append(':').Append(picture.Sha256).Append('\n');
        }

        return $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines.ToString())))}";
    }
}
