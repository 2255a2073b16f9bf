using System.Text;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Web;

/// <summary>What a visitor comes for, from the picture to the file.</summary>
[Collection(OneServedPage.Name)]
public sealed class JourneyTests(ServedPage served)
{
    /// <summary>A canvas that shows nothing, or one colour, has a handful; the robot has hundreds.</summary>
    private const int ColoursOfAModel = 60;

    /// <summary>Turning the model by 45 degrees changes far more than a renderer's noise.</summary>
    private const double ShareThatTurns = 0.05;

    // Keeps what the visitor is shown, change by change.
    private const string Recorder = """
        window.seen = { headlines: [], shares: [] };
        new MutationObserver(() => {
          const headline = document.querySelector('.progress .headline')?.textContent;
          const share = document.querySelector('.progress progress[value]')?.value;
          if (headline && seen.headlines.at(-1) !== headline) seen.headlines.push(headline);
          if (share !== undefined && seen.shares.at(-1) !== share) seen.shares.push(share);
        }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
        """;

    [BrowserFact]
    public async Task Picture_Submitted_BecomesAModelToTurnAndDownload()
    {
        await using var visit = await served.VisitAsync();
        await visit.Page.AddInitScriptAsync(Recorder);
        await visit.OpenAsync();
        await visit.KeepAsync("empty");

        await visit.ChooseAsync("robot.png");
        await visit.SubmitAsync();
        var id = await visit.JobAsync();
        await visit["#stage progress[value], #stage canvas"].First.WaitForAsync();
        await visit.KeepAsync("progress");
        await visit["#stage canvas"].WaitForAsync();

        var headlines = await visit.Page.EvaluateAsync<string[]>("seen.headlines");
        var shares = await visit.Page.EvaluateAsync<double[]>("seen.shares");
        Assert.Contains("Making the shape", headlines);
        Assert.Contains(shares, share => share is > 0 and < 100);
        Assert.Equal(shares.Order(), shares);

        var front = await WaitForModelAsync(visit);
        await visit.KeepAsync("model");
        await visit["#stage canvas"].FocusAsync();
        for (var press = 0; press < 3; press++) await visit.Page.Keyboard.PressAsync("ArrowLeft");
        await UntilAsync(async () => (await visit.LookAtAsync("#stage canvas")).DifferenceTo(front) > ShareThatTurns);
        await visit.Page.Keyboard.PressAsync("Home");
        await UntilAsync(async () => (await visit.LookAtAsync("#stage canvas")).DifferenceTo(front) < ShareThatTurns / 10);

        var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit["[data-downloads] a"].First.ClickAsync());
        Assert.Equal($"{id}.glb", download.SuggestedFilename);
        Assert.Equal("glTF", Encoding.ASCII.GetString((await File.ReadAllBytesAsync(await download.PathAsync()))[..4]));

        await visit.Page.ReloadAsync();
        await WaitForModelAsync(visit);
        Assert.Equal("Your model", await visit["#stage-title"].TextContentAsync());
        await visit[$"#history-list [data-id='{id}'] a[aria-current]"].WaitForAsync();
    }

    [BrowserFact]
    public async Task Job_Running_IsThereAfterAReloadAndCanBeCancelled()
    {
        await using var visit = await served.VisitAsync();
        await visit.OpenAsync();
        await visit.ChooseAsync("duck.png");
        await visit["input[value=simulated]"].CheckAsync();
        await visit.SubmitAsync();
        var id = await visit.JobAsync();
        await visit.SeeAsync("Making the shape");

        await visit.Page.ReloadAsync();
        await visit.SeeAsync("Making the shape");
        Assert.EndsWith($"#/jobs/{id}", visit.Page.Url, StringComparison.Ordinal);
        await visit["[data-cancel]"].ClickAsync();

        await visit.SeeAsync("The job was cancelled");
        await visit[$"#history-list [data-id='{id}'][data-status=cancelled]"].WaitForAsync();
        await visit["[data-again]"].ClickAsync();
        Assert.True(await visit["input[value=simulated]"].IsCheckedAsync());
    }

    [BrowserFact]
    public async Task Jobs_OneAfterTheOther_WaitInLine()
    {
        await using var visit = await served.VisitAsync();
        await visit.OpenAsync();
        var ids = new List<string>();
        for (var seed = 100; seed < 102; seed++)
        {
            await visit.OpenAsync();
            await visit.ChooseAsync("fish.png");
            await visit["input[value=simulated]"].CheckAsync();
            await visit["[data-options] summary"].ClickAsync();
            await visit["#seed"].FillAsync($"{seed}");
            await visit.SubmitAsync();
            ids.Add(await visit.JobAsync());
            await visit.SeeAsync(seed == 100 ? "Making the shape" : "Next in line");
        }

        await visit.KeepAsync("waiting");
        await visit["[data-cancel]"].ClickAsync();
        await visit.SeeAsync("The job was cancelled");
        await visit[$"#history-list [data-id='{ids[0]}'] a"].ClickAsync();
        await visit.SeeAsync("Making the shape");
        await visit["[data-cancel]"].ClickAsync();
        await visit.SeeAsync("The job was cancelled");
    }

    [BrowserFact]
    public async Task Model_PaintedAnew_IsAJobOfItsOwn()
    {
        var id = await served.CompletedJobAsync();
        await using var visit = await served.VisitAsync();
        await visit.OpenAsync($"#/jobs/{id}");
        await visit["#stage canvas"].WaitForAsync();
        await visit["#stage summary"].ClickAsync();
        await visit["#picture-image-anew"].SetInputFilesAsync(ServedPage.Picture("vase.png"));
        await visit["[data-retexture] button[type=submit]"].ClickAsync();

        await visit.Page.WaitForURLAsync(url => !url.EndsWith(id, StringComparison.Ordinal));
        await visit["#stage canvas"].WaitForAsync();
        Assert.Contains("Given mesh", await visit["[data-facts]"].InnerTextAsync(), StringComparison.Ordinal);
    }

    /// <summary>The model is drawn a frame after its canvas is there.</summary>
    private static async Task<Pixels> WaitForModelAsync(PageVisit visit)
    {
        await visit["#stage canvas"].WaitForAsync();
        Pixels? seen = null;
        await UntilAsync(async () => (seen = await visit.LookAtAsync("#stage canvas")).ColoursInTheMiddle() > ColoursOfAModel);
        return seen!;
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await condition())
            limit.Token.ThrowIfCancellationRequested();
    }
}
