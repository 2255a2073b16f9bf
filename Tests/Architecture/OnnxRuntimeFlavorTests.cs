using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace Hunyuan3D.Tests.Architecture;

/// <summary>The one property that makes a GPU build, as MSBuild evaluates it: the package itself is not needed for that.</summary>
public sealed class OnnxRuntimeFlavorTests
{
    private const string Cpu = "Microsoft.ML.OnnxRuntime";
    private const string Gpu = "Microsoft.ML.OnnxRuntime.Gpu";

    [Theory]
    [InlineData("Cpu", Cpu, Gpu)]
    [InlineData("Gpu", Gpu, Cpu)]
    public async Task Flavor_SelectsOnePackageOfTheSameVersion(string flavor, string wanted, string other)
    {
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet",
            ["msbuild", RepositoryRoot.Combine("Inference", "Inference.csproj"), "-getItem:PackageReference,PackageVersion", $"-p:OnnxRuntimeFlavor={flavor}"])
        {
            RedirectStandardOutput = true,
        })!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);

        var items = JsonDocument.Parse(text).RootElement.GetProperty("Items");
        var references = items.GetProperty("PackageReference").EnumerateArray().Select(item => item.GetProperty("Identity").GetString()).ToList();
        Assert.Contains(wanted, references);
        Assert.DoesNotContain(other, references);
        var versions = items.GetProperty("PackageVersion").EnumerateArray().ToDictionary(item => item.GetProperty("Identity").GetString()!, item => item.GetProperty("Version").GetString());
        Assert.Equal(versions[Cpu], versions[Gpu]);
    }
}
