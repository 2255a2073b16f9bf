using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Inference.Export;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.TexGen;

namespace Hunyuan3D.Grains.Gpu;

/// <summary>The GLB that a job ends with: it says in <c>asset.extras</c> how it was made.</summary>
internal static class ModelFile
{
    public const string MediaType = "model/gltf-binary";

    public static byte[] Write(TriangleMesh mesh, GenerationRequest request, string? model) => GlbWriter.Write(mesh, Options(request, model));

    public static byte[] Write(TexturedMesh mesh, GenerationRequest request, string? model) => GlbWriter.Write(mesh, Options(request, model));

    private static GlbOptions Options(GenerationRequest request, string? model) => new()
    {
        TextureEncoding = request.Options.TextureFormat switch { "jpeg" => TextureEncoding.Jpeg, "webp" => TextureEncoding.WebP, _ => TextureEncoding.Png },
        Provenance = new ModelProvenance(request.Options.Engine, request.Options.Seed, HashOf(request.Pictures)) { Model = model, Options = Describe(request.Options) },
    };

    private static JsonObject Describe(GenerationOptions options)
    {
        var json = new JsonObject { ["texture"] = options.Texture, ["faces"] = options.Faces };
        if (options.Steps is { } steps) json["steps"] = steps;
        if (options.Guidance is { } guidance) json["guidance"] = guidance;
        if (options.OctreeResolution is { } resolution) json["octreeResolution"] = resolution;
        if (options.Texture) json["textureSize"] = options.TextureSize;
        return json;
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
