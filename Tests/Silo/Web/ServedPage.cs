using System.Text.Json;
using Hunyuan3D.Tests.Silo.Processes;
using Microsoft.Playwright;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Web;

/// <summary>A server process and a browser for tests. Where there is no browser it is nothing, since every test is skipped.</summary>
public sealed class ServedPage : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hunyuan3d-test-");
    private ServerProcess? _server;
    private IPlaywright? _driver;
    private IBrowser? _browser;
    private string? _completed;

    internal ServerProcess Server => _server!;

    internal IPlaywright Driver => _driver!;

    internal Uri Address => Server.Http.BaseAddress!;

    public static string Picture(string name) => RepositoryRoot.Combine("Tests", "Samples", name);

    public async Task InitializeAsync()
    {
        if (Chromium.Missing is not null) return;
        // The simulated shape lasts until it is cancelled.
        _server = await ServerProcess.ServeAsync(_folder.FullName, settings: SimulatedSettings.Stages(shapeSeconds: 900, textureSeconds: 1));
        _driver = await Chromium.StartDriverAsync();
        _browser = await Chromium.LaunchAsync(_driver);
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _driver?.Dispose();
        if (_server is not null) await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>A visitor of their own, who does not like movement, so that pictures of the page are the same each time.</summary>
    internal Task<PageVisit> VisitAsync(BrowserNewContextOptions? options = null, Uri? address = null) => PageVisit.BeginAsync(_browser!, address ?? Address, options);

    /// <summary>A small model, made once for all tests.</summary>
    internal async Task<string> CompletedJobAsync()
    {
        if (_completed is not null) return _completed;
        var jobs = new ServerJobs(Server.Http);
        using var response = await jobs.PostAsync(await File.ReadAllBytesAsync(Picture("mug.png")), ("faces", "6000"), ("textureSize", "512"), ("octreeResolution", "128"));
        var job = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync());
        return _completed = (await jobs.CompletedAsync(job.GetProperty("id").GetString()!)).GetProperty("id").GetString()!;
    }
}
