using Hunyuan3D.Hosting.Http.Pages;
using Microsoft.Playwright;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Web;

/// <summary>The page without its viewer: built where npm is missing, or shown by a browser that cannot draw in 3D.</summary>
[Collection(OneServedPage.Name)]
public sealed class FallbackTests(ServedPage served)
{
    [BrowserFact]
    public async Task Build_WithoutTheViewer_ShowsTheServersViews()
    {
        var id = await served.CompletedJobAsync();
        using var folder = new TempFolder();
        foreach (var file in Directory.EnumerateFiles(PageAssets.DefaultFolder, "*", SearchOption.AllDirectories).Where(file => !Path.GetFileName(file).StartsWith("viewer", StringComparison.Ordinal)))
        {
            var target = Path.Combine(folder.Path, Path.GetRelativePath(PageAssets.DefaultFolder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        var assets = PageAssets.Load(folder.Path);
        await using var visit = await served.VisitAsync();
        await visit.Page.RouteAsync(new Uri(visit.Address, "/").ToString(), route => FulfillAsync(route, assets.Page));
        await visit.Page.RouteAsync($"**{PageAssets.Root}/**", route => FulfillAsync(route, assets.Find(string.Join('/', new Uri(route.Request.Url).Segments[3..]).Replace("//", "/", StringComparison.Ordinal))));
        await visit.OpenAsync($"#/jobs/{id}");

        await AssertTurnsAsync(visit);
        Assert.Equal(0, await visit["input[value=model]"].CountAsync());
        Assert.Contains("built without the interactive viewer", await visit["[data-slot=note]"].TextContentAsync(), StringComparison.Ordinal);
        await visit.KeepAsync("without-viewer");
    }

    [BrowserFact]
    public async Task Browser_WithoutWebGl_ShowsTheServersViewsAndSaysWhy()
    {
        var id = await served.CompletedJobAsync();
        await using var browser = await Chromium.LaunchAsync(served.Driver, "--disable-3d-apis");
        await using var visit = await PageVisit.BeginAsync(browser, served.Address, options: null);
        await visit.OpenAsync($"#/jobs/{id}");

        await AssertTurnsAsync(visit);
        Assert.Contains("no WebGL 2", await visit["[data-slot=note]"].TextContentAsync(), StringComparison.Ordinal);
    }

    private static async Task AssertTurnsAsync(PageVisit visit)
    {
        var picture = visit[".turntable img"];
        await picture.EvaluateAsync("image => image.decode()");
        var front = await visit.LookAtAsync(".turntable");
        Assert.InRange(front.ColoursInTheMiddle(), 20, int.MaxValue);
        await visit[".turn input"].FocusAsync();
        await visit.Page.Keyboard.PressAsync("ArrowRight");
        await visit.Page.Keyboard.PressAsync("ArrowRight");
        Assert.InRange((await visit.LookAtAsync(".turntable")).DifferenceTo(front), 0.02, 1);
    }

    private static Task FulfillAsync(IRoute route, PageAsset? asset) => asset is null
        ? route.FulfillAsync(new RouteFulfillOptions { Status = 404 })
        : route.FulfillAsync(new RouteFulfillOptions { ContentType = asset.MediaType, BodyBytes = asset.For("").Bytes.ToArray() });
}
