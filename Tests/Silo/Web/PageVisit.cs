using System.Collections.Concurrent;
using Microsoft.Playwright;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Web;

/// <summary>One visitor's window. What goes wrong in it, by its console or its scripts, fails the test at the end.</summary>
internal sealed class PageVisit : IAsyncDisposable
{
    /// <summary>A machine with two cores and other things to do draws with its processor; nothing here waits for time as such.</summary>
    private const float LimitMs = 90_000;

    private static readonly string Screenshots = RepositoryRoot.Combine("artifacts", "screenshots");

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _faults = new();

    private PageVisit(IBrowserContext context, IPage page, Uri address) => (_context, Page, Address) = (context, page, address);

    public IPage Page { get; }

    public Uri Address { get; }

    /// <summary>What the page's errors so far say; a test that provokes some takes them.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    public ILocator this[string selector] => Page.Locator(selector);

    public static async Task<PageVisit> BeginAsync(IBrowser browser, Uri address, BrowserNewContextOptions? options)
    {
        options ??= new BrowserNewContextOptions();
        options.ViewportSize ??= new ViewportSize { Width = 1280, Height = 900 };
        options.ReducedMotion ??= ReducedMotion.Reduce;
        var context = await browser.NewContextAsync(options);
        context.SetDefaultTimeout(LimitMs);
        var page = await context.NewPageAsync();
        var visit = new PageVisit(context, page, address);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                visit._faults.Enqueue($"{message.Type}: {message.Text} ({message.Location})");
        };
        page.PageError += (_, error) => visit._faults.Enqueue($"script: {error}");
        return visit;
    }

    /// <param name="fragment">For example <c>#/jobs/ID</c>.</param>
    public async Task OpenAsync(string fragment = "")
    {
        await Page.GotoAsync(new Uri(Address, "/" + fragment).ToString());
        await this["input[name=engine]"].First.WaitForAsync();
    }

    public Task ChooseAsync(string name) => this["#picture-image-new"].SetInputFilesAsync(ServedPage.Picture(name));

    public Task SubmitAsync() => this["#maker-form [type=submit]"].ClickAsync();

    /// <summary>The id in the page's address, once there is one.</summary>
    public async Task<string> JobAsync()
    {
        await Page.WaitForURLAsync(url => url.Contains("#/jobs/", StringComparison.Ordinal));
        return Page.Url.Split("#/jobs/")[1];
    }

    /// <summary>Waits until the stage's headline, or title, says this.</summary>
    public Task SeeAsync(string text) => this["#stage"].GetByText(text, new LocatorGetByTextOptions { Exact = true }).First.WaitForAsync();

    /// <summary>Keeps a picture of the window for people.</summary>
    public Task KeepAsync(string name) => Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Screenshots, $"{name}.png") });

    public async Task<Pixels> LookAtAsync(string selector) => Pixels.Of(await this[selector].ScreenshotAsync());

    /// <summary>Forgets the faults that the test meant.</summary>
    public void Expect(Func<string, bool> meant)
    {
        var rest = _faults.Where(fault => !meant(fault)).ToList();
        _faults.Clear();
        rest.ForEach(_faults.Enqueue);
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        Assert.Empty(_faults);
    }
}
