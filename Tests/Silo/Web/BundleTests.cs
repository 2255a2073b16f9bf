using System.Diagnostics;
using System.Text;
using Hunyuan3D.Hosting.Http.Pages;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Web;

/// <summary>The viewer as the build makes it, and the build without npm.</summary>
public sealed class BundleTests
{
    [BrowserFact]
    public void Build_WithNpm_HasTheViewerAndItsLicences()
    {
        var assets = PageAssets.Load(PageAssets.DefaultFolder);

        Assert.True(assets.HasViewer, "dist/viewer.js was not made: see what the build of Silo says of npm.");
        var licences = Encoding.UTF8.GetString(assets.Find("viewer-licences.txt")!.For("").Bytes.Span);
        Assert.Contains("three", licences, StringComparison.Ordinal);
        Assert.Contains("Permission is hereby granted", licences, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_WithoutNpm_GoesOnAndSaysWhatIsMissing()
    {
        using var folder = new TempFolder();
        // All that there is: what runs a command.
        File.CreateSymbolicLink(Path.Combine(folder.Path, "sh"), "/bin/sh");
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? Environment.ProcessPath!,
            ["msbuild", RepositoryRoot.Combine("Silo", "Silo.csproj"), "-nologo", "-t:RunWebBundler", $"-p:WebFolder={folder.Path}/"])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["PATH"] = folder.Path;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == 0, output);
        Assert.Contains("npm is not installed: the web page is built without its interactive viewer.", output, StringComparison.Ordinal);
    }
}
