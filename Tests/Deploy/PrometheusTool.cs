using System.Diagnostics;
using Xunit;

namespace Hunyuan3D.Tests.Deploy;

/// <summary>The programs of Debian's package <c>prometheus</c>.</summary>
internal static class PrometheusTool
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static string? Server { get; } = Find("prometheus");

    public static string? Promtool { get; } = Find("promtool");

    /// <summary>Runs promtool to its end and returns all it printed; fails with that when it does not end well.</summary>
    public static async Task<string> CheckAsync(string folder, string[] arguments, string input = "")
    {
        var (exit, output) = await RunAsync(folder, arguments, input);
        Assert.True(exit == 0, $"promtool {string.Join(' ', arguments)} ended with {exit}:\n{output}");
        return output;
    }

    public static async Task<(int ExitCode, string Output)> RunAsync(string folder, string[] arguments, string input = "")
    {
        using var process = Process.Start(new ProcessStartInfo(Promtool!, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(Limit);
        return (process.ExitCode, await output + await errors);
    }

    private static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);
}
