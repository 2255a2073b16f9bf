using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace Hunyuan3D.Tests.Inference.Export;

/// <summary>
/// The Khronos glTF validator, run through Node.js. It is taken from <c>Tests/node_modules</c> where CI has installed it; else it is installed
/// once into a folder of the machine's temporary files.
/// </summary>
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
            var output = Run("node", RepositoryRoot.Path, [script, Installation.Value.Folder!, .. paths]);
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
        var tests = RepositoryRoot.Combine("Tests");
        var local = Path.Combine(tests, "node_modules", "gltf-validator");
        try
        {
            Run("node", tests, ["--version"]);
            if (Directory.Exists(local)) return (local, null);

            // The lock file's write time stands for its content: a new version gets a new folder.
            var lockFile = Path.Combine(tests, "package-lock.json");
            var cache = Path.Combine(Path.GetTempPath(), $"hunyuan3d-tests-node-{new FileInfo(lockFile).Length}-{Environment.UserName}");
            var cached = Path.Combine(cache, "node_modules", "gltf-validator");
            if (!File.Exists(Path.Combine(cached, "package.json")))
            {
                Directory.CreateDirectory(cache);
                File.Copy(Path.Combine(tests, "package.json"), Path.Combine(cache, "package.json"), overwrite: true);
                File.Copy(lockFile, Path.Combine(cache, "package-lock.json"), overwrite: true);
                Run("npm", cache, ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
            }

            return (cached, null);
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or TimeoutException)
        {
            return (null, $"The glTF validator needs Node.js with npm: {e.Message}");
        }
    }

    private static string Run(string program, string folder, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromMinutes(1)))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} did not end within a minute.");
        }

        return process.ExitCode == 0 ? output.Result : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {errors.Result}");
    }
}
