using System.Diagnostics;
using Xunit;

namespace Hunyuan3D.Tests.Deploy;

/// <summary>A test that renders with <c>kubectl kustomize</c>; skipped with the reason where there is none that knows <c>patches</c> and <c>labels</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KustomizeTheoryAttribute : TheoryAttribute
{
    public KustomizeTheoryAttribute()
    {
        if (Probe.Value is { } problem) Skip = problem;
    }

    private static readonly Lazy<string?> Probe = new(() =>
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("kubectl", ["kustomize", RepositoryRoot.Combine("deploy/kubernetes/base")]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var errors = process.StandardError.ReadToEndAsync();
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            // Debian's own kubectl is of 2021; a file that a newer one does not take is the test's business.
            return process.ExitCode == 0 || !errors.Result.Contains("unknown field", StringComparison.Ordinal) ? null : $"kubectl is older than 1.27: {errors.Result.Split('\n')[0]}";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "kubectl is not installed.";
        }
    });
}
