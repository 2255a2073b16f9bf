using System.Text.Json.Nodes;

namespace Hunyuan3D.Inference.Export;

/// <summary>What made a model; a GLB carries it in <c>asset.extras</c>, so that a file found years later says how to make it again.</summary>
/// <param name="Engine">The engine's name, for example <c>relief</c>.</param>
/// <param name="Seed">The seed that was used.</param>
/// <param name="InputHash">Hash of the input pictures, for example <c>sha256:...</c>.</param>
public sealed record ModelProvenance(string Engine, long Seed, string InputHash)
{
    /// <summary>The model variant; null for engines without models.</summary>
    public string? Model { get; init; }

    /// <summary>Identifies the weights of <see cref="Model"/>.</summary>
    public string? ModelRevision { get; init; }

    /// <summary>How the model's volume was decoded, for example <c>hierarchical</c>.</summary>
    public string? Decoder { get; init; }

    /// <summary>The texture model's variant; null without a texture, and for engines without models.</summary>
    public string? TextureModel { get; init; }

    /// <summary>Identifies the weights of <see cref="TextureModel"/> and of what removed the light.</summary>
    public string? TextureModelRevision { get; init; }

    /// <summary>Hash of the mesh file that was textured, for example <c>sha256:...</c>; null: the engine made the mesh.</summary>
    public string? Mesh { get; init; }

    /// <summary>The options of the job, as the caller knows them; null: none are written.</summary>
    public JsonObject? Options { get; init; }

    internal JsonObject ToJson()
    {
        var json = new JsonObject { ["engine"] = Engine };
        if (Model is not null) json["model"] = Model;
        if (ModelRevision is not null) json["modelRevision"] = ModelRevision;
        if (Decoder is not null) json["decoder"] = Decoder;
        if (TextureModel is not null) json["textureModel"] = TextureModel;
        if (TextureModelRevision is not null) json["textureModelRevision"] = TextureModelRevision;
        json["seed"] = Seed;
        json["inputHash"] = InputHash;
        if (Mesh is not null) json["givenMesh"] = Mesh;
        if (Options is not null) json["options"] = Options.DeepClone();
        return json;
    }
}
