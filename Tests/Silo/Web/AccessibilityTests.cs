using Microsoft.Playwright;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Web;

/// <summary>No serious finding of axe-core in any state of the page, dark or light, wide or narrow; and what it cannot check: that the keyboard alone is enough.</summary>
[Collection(OneServedPage.Name)]
public sealed class AccessibilityTests(ServedPage served)
{
    [BrowserTheory]
    [InlineData(ColorScheme.Light, false)]
    [InlineData(ColorScheme.Light, true)]
    [InlineData(ColorScheme.Dark, false)]
    [InlineData(ColorScheme.Dark, true)]
    public async Task Page_EveryState_HasNoSeriousFinding(ColorScheme scheme, bool phone)
    {
        var id = await served.CompletedJobAsync();
        var name = $"{scheme}-{(phone ? "phone" : "desktop")}".ToLowerInvariant();
        await using var visit = await served.VisitAsync(new BrowserNewContextOptions
        {
            ColorScheme = scheme,
            ViewportSize = phone ? new ViewportSize { Width = 390, Height = 844 } : new ViewportSize { Width = 1280, Height = 900 },
            IsMobile = phone,
            HasTouch = phone,
        });

        await visit.OpenAsync();
        foreach (var details in await visit["#maker details"].AllAsync()) await details.Locator("summary").ClickAsync();
        await visit.SubmitAsync();
        await visit[".drop .error"].First.WaitForAsync();
        await CheckAsync(visit, $"form-{name}");

        await visit.OpenAsync($"#/jobs/{id}");
        await visit["#stage canvas"].WaitForAsync();
        await CheckAsync(visit, $"model-{name}");
        await visit["input[value=turntable]"].CheckAsync();
        await visit[".turntable img"].WaitForAsync();
        var frame = (await visit[".turntable"].BoundingBoxAsync())!;
        Assert.Equal(frame.Width, frame.Height, tolerance: 1);
        await CheckAsync(visit, $"views-{name}");
        Assert.False(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth"), "The page is wider than its window.");

        await visit.OpenAsync();
        await visit.ChooseAsync("chair.png");
        await visit["input[value=simulated]"].CheckAsync();
        await visit.SubmitAsync();
        await visit.SeeAsync("Making the shape");
        await CheckAsync(visit, $"progress-{name}");
        await visit["[data-cancel]"].ClickAsync();
        await visit.SeeAsync("The job was cancelled");
        await CheckAsync(visit, $"cancelled-{name}");
    }

    [BrowserFact]
    public async Task Keyboard_Alone_ReachesAndUsesEverything()
    {
        var id = await served.CompletedJobAsync();
        await using var visit = await served.VisitAsync();
        await visit.OpenAsync($"#/jobs/{id}");
        await visit["#stage canvas"].WaitForAsync();

        var reached = new HashSet<string>();
        for (var press = 0; press < 60; press++)
        {
            await visit.Page.Keyboard.PressAsync("Tab");
            reached.Add(await visit.Page.EvaluateAsync<string>("""
                (() => { const at = document.activeElement;
                  return at.id || at.dataset.action || at.name || at.tagName.toLowerCase() + ' ' + at.textContent.trim(); })()
                """));
        }

        Assert.Superset(
            new HashSet<string> { "picture-image-new", "engine", "texture", "theme", "button Make model", "look", "canvas ", "left", "spin", "a OBJ (zip)", "history-filter" }, reached);
    }

    [BrowserFact]
    public async Task SubmitWithoutPicture_SaysSoWhereTheFocusIs()
    {
        await using var visit = await served.VisitAsync();
        await visit.OpenAsync();
        await visit.SubmitAsync();

        var input = visit["#picture-image-new"];
        Assert.Equal("picture-image-new", await visit.Page.EvaluateAsync<string>("document.activeElement.id"));
        Assert.Equal("true", await input.GetAttributeAsync("aria-invalid"));
        Assert.Equal("Choose a picture first.", await visit[$"#{await input.GetAttributeAsync("aria-describedby")}"].TextContentAsync());
    }

    [BrowserFact]
    public async Task Theme_Chosen_HoldsAfterAReload()
    {
        await using var visit = await served.VisitAsync();
        await visit.OpenAsync();
        var light = await visit.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
        await visit["#theme"].SelectOptionAsync("dark");
        await visit.Page.ReloadAsync();

        Assert.Equal("dark", await visit["#theme"].InputValueAsync());
        Assert.NotEqual(light, await visit.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
    }

    private static async Task CheckAsync(PageVisit visit, string name)
    {
        await visit.KeepAsync(name);
        var findings = await AxeCore.CheckAsync(visit);
        Assert.True(findings.Count == 0, $"{name}:\n{string.Join("\n\n", findings)}");
    }
}
