using System.ComponentModel;
using System.Text.Json.Serialization;
using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Hosting.Http.Tasks;

/// <summary>What a completed task made.</summary>
internal sealed record TaskResult
{
    [Description("Path of the GLB on this server; with ?format=obj, stl or ply the other formats.")]
    [JsonPropertyName("model_url")]
    public required string ModelUrl { get; init; }

    [Description("Path of a PNG with eight views.")]
    [JsonPropertyName("preview_url")]
    public required string PreviewUrl { get; init; }

    [JsonPropertyName("engine")]
    public required string Engine { get; init; }

    [JsonPropertyName("vertices")]
    public required int Vertices { get; init; }

    [JsonPropertyName("faces")]
    public required int Faces { get; init; }

    [Description("Size of the GLB.")]
    [JsonPropertyName("bytes")]
    public required long Bytes { get; init; }

    public static TaskResult From(string id, GenerationResult result) => new()
    {
        ModelUrl = $"{NativeApi.Root}/{id}/model",
        PreviewUrl = $"{NativeApi.Root}/{id}/preview",
        Engine = result.Engine,
        Vertices = result.Vertices,
        Faces = result.Faces,
        Bytes = result.Model.Length,
    };
}
