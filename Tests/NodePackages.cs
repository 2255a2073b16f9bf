using System.ComponentModel;
using System.Diagnostics;

namespace Hunyuan3D.Tests;

/// <summary>
/// The npm packages of <c>Tests/package.json</c>. They are taken from <c>Tests/node_modules</c> where CI has installed them; else they are installed once into a folder of the machine's temporary
/// files.
/// </summary>
internal static class NodePackages
{
    private static readonly Lazy<(string? Folder, string? Missing)> Cache = new(Install);

    /// <summary>Where a package lies; null, and why, if there is none to be had.</summary>
    public static (string? Folder, string? Missing) Find(string name)
    {
        var local = RepositoryRoot.Combine("Tests", "node_modules", name);
        if (Directory.Exists(local)) return (local, null);
        return Cache.Value is { Folder: { } folder } ? (Path.Combine(folder, "node_modules", name), null) : (null, Cache.Value.Missing);
    }

    /// <summary>What a program printed.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has what it printed.</exception>
    public static string Run(string program, string folder, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromMinutes(2)))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} did not end within two minutes.");
        }

        return process.ExitCode == 0 ? output.Result : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {errors.Result}{output.Result}");
    }

    private static (string?, string?) Install()
    {
        try
        {
            // The lock file's length stands for its content: a new version gets a new folder.
            var lockFile = RepositoryRoot.Combine("Tests", "package-lock.json");
            var cache = Path.Combine(Path.GetTempPath(), $"hunyuan3d-tests-node-{new FileInfo(lockFile).Length}-{Environment.UserName}");
            var installed = Path.Combine(cache, "node_modules", ".package-lock.json");
            if (!File.Exists(installed))
            {
                Directory.CreateDirectory(cache);
                File.Copy(RepositoryRoot.Combine("Tests", "package.json"), Path.Combine(cache, "package.json"), overwrite: true);
                File.Copy(lockFile, Path.Combine(cache, "package-lock.json"), overwrite: true);
                Run("npm", cache, ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
            }

            return (cache, null);
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or TimeoutException)
        {
            return (null, $"needs Node.js with npm: {e.Message}");
        }
    }
}
