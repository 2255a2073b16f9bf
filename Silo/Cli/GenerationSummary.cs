using System.Globalization;
using System.Text.Json.Serialization;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Hosting.Http;

namespace Hunyuan3D.Hosting.Cli;

/// <summary>What <c>generate --json</c> prints, in this order.</summary>
internal sealed record GenerationSummary(
    string Id,
    string Engine,
    string ShapeEngine,
    string? Model,
    string? ModelRevision,
    string? Decoder,
    string? TextureModel,
    long Seed,
    int Vertices,
    int Faces,
    bool Closed,
    bool Manifold,
    int TextureSize,
    string File,
    long Bytes,
    IReadOnlyDictionary<string, double> Seconds,
    string MaskSource,
    string? Preview)
{
    /// <summary>What of it was not made now, for people; null: all was.</summary>
    [JsonIgnore]
    public string? Known { get; init; }

    /// <param name="total">Wall seconds from the submission to the written file.</param>
    public static GenerationSummary From(GenerationStatus status, string file, long bytes, string? preview, double total)
    {
        var result = status.Result!;
        var seconds = new Dictionary<string, double> { ["total"] = Math.Round(total, 3) };
        foreach (var (step, value) in result.Seconds)
            seconds[step] = Math.Round(value, 3);
        return new GenerationSummary(
            status.Id,
            result.Engine,
            result.MeshGiven ? NativeResult.GivenMesh : result.Engine,
            result.ModelName,
            result.ModelRevision,
            result.Decoder,
            result.TextureModelName,
            status.Request.Options.Seed,
            result.Vertices,
            result.Faces,
            result.Closed,
            result.Manifold,
            result.TextureSize,
            file,
            bytes,
            seconds,
            result.MaskSource,
            preview)
        {
            Known = result.FromCache ? "a known result" : result.ShapeReused ? "of a known shape" : null,
        };
    }

    /// <summary>One line for people.</summary>
    public override string ToString()
    {
        var surface = (Closed, Manifold) switch
        {
            (true, true) => "closed, manifold",
            (true, false) => "closed, not manifold",
            (false, true) => "open, manifold",
            _ => "open, not manifold",
        };
        var texture = TextureSize == 0 ? "no texture" : $"texture {TextureSize}";
        var stages = string.Join(", ", Seconds.Where(s => s.Key != "total" && !s.Key.Contains('.')).Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Key} {s.Value:F1}")));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{File}: {Faces} faces, {Vertices} vertices, {surface}, {texture}, {Bytes / 1048576.0:F1} MiB, {Seconds["total"]:F1} s ({stages}{(Known is null ? "" : $"; {Known}")}), {Engine}{(Model is null ? "" : " " + Model)}{(Decoder is null ? "" : $" ({Decoder})")}, seed {Seed}");
    }
}
