using System.Reflection;
using Microsoft.Playwright;

namespace Hunyuan3D.Tests.Silo.Web;

/// <summary>Debian's Chromium, driven by Playwright, whose driver runs on the machine's Node.js. Nothing is downloaded.</summary>
internal static class Chromium
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private static readonly Lazy<string?> Browser = new(() => Names.Select(FindProgram).FirstOrDefault(path => path is not null));
    private static readonly Lazy<string?> Node = new(() => FindProgram("node"));

    /// <summary>Why it cannot run here; null: it can.</summary>
    public static string? Missing =>
        Browser.Value is null ? "Chromium is not installed (Debian: apt-get install chromium)."
        : Node.Value is null || FindProgram("npm") is null ? "Node.js with npm is not installed (Debian: apt-get install nodejs npm)."
        : null;

    /// <summary>The driver, a process of its own.</summary>
    public static Task<IPlaywright> StartDriverAsync()
    {
        var package = typeof(Chromium).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "PlaywrightPackage").Value;
        Environment.SetEnvironmentVariable("PLAYWRIGHT_DRIVER_SEARCH_PATH", package);
        Environment.SetEnvironmentVariable("PLAYWRIGHT_NODEJS_PATH", Node.Value);
        return Playwright.CreateAsync();
    }

    /// <summary>A browser that draws WebGL with its own software, as machines without a graphics card do.</summary>
    /// <param name="more">Further switches.</param>
    public static Task<IBrowser> LaunchAsync(IPlaywright driver, params string[] more) => driver.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
    {
        ExecutablePath = Browser.Value,
        // Chromium's own sandbox does not run for root, which containers often are; the pages are ours.
        ChromiumSandbox = false,
        Args = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-dev-shm-usage", .. more],
    });

    private static string? FindProgram(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);
}
