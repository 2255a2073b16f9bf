using System.ComponentModel;
using System.Text.Json;

namespace Hunyuan3D.Tests.Inference.Export;

/// <summary>The Khronos glTF validator, run through Node.js.</summary>
internal static class GltfValidator
{
    private static readonly Lazy<(string? Folder, string? Missing)> Installation = new(Find);

    /// <summary>Why it cannot run here; null: it can.</summary>
    public static string? Missing => Installation.Value.Missing;

    /// <summary>Every issue of any severity (errors, warnings, infos, hints) as <c>CODE: message at pointer</c>, by file in order.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Validate(params byte[][] files)
    {
        var folder = Directory.CreateTempSubdirectory("gltf-validation-");
        try
        {
            var paths = files.Select((bytes, i) =>
            {
                var path = Path.Combine(folder.FullName, $"{i}.glb");
                File.WriteAllBytes(path, bytes);
                return path;
            });
            var script = RepositoryRoot.Combine("Tests", "Inference", "Export", "validate-gltf.cjs");
            var output = NodePackages.Run("node", RepositoryRoot.Path, [script, Installation.Value.Folder!, .. paths]);
            using var reports = JsonDocument.Parse(output);
            return [.. reports.RootElement.EnumerateArray().Select(Issues)];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string[] Issues(JsonElement report)
    {
        string[] messages =
        [
            .. report.GetProperty("messages").EnumerateArray().Select(issue =>
                $"{issue.GetProperty("code").GetString()}: {issue.GetProperty("message").GetString()} at {(issue.TryGetProperty("pointer", out var at) ? at.GetString() : "?")}"),
        ];
        return messages;
    }

    private static (string?, string?) Find()
    {
        try
        {
            NodePackages.Run("node", RepositoryRoot.Path, ["--version"]);
            var (folder, missing) = NodePackages.Find("gltf-validator");
            return (folder, missing is null ? null : $"The glTF validator {missing}");
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or TimeoutException)
        {
            return (null, $"The glTF validator needs Node.js with npm: {e.Message}");
        }
    }
}
