using Hunyuan3D.Tests.Silo.Processes;
using Microsoft.Playwright;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Web;

/// <summary>What the page does when the server says no, or nothing.</summary>
[Collection(OneServedPage.Name)]
public sealed class TroubleTests(ServedPage served)
{
    private const string Full = """{"status":429,"title":"Too Many Requests","detail":"The queue is full.","code":"queueFull"}""";

    [BrowserFact]
    public async Task FullServer_AsksAgain_AndTheTriesAreOneJob()
    {
        var keys = new List<string>();
        await using var visit = await served.VisitAsync();
        await visit.Page.RouteAsync("**/v1/generations", route =>
        {
            if (route.Request.Method != "POST") return route.ContinueAsync();
            keys.Add(route.Request.Headers["idempotency-key"]);
            // The second one is taken by the server, but its answer is lost.
            return keys.Count switch
            {
                1 => route.FulfillAsync(new RouteFulfillOptions { Status = 429, ContentType = "application/problem+json", Headers = [new("Retry-After", "1"), new("Content-Type", "application/problem+json")], Body = Full }),
                2 => LoseAnswerAsync(route),
                _ => route.ContinueAsync(),
            };
        });
        await visit.OpenAsync();
        await visit.ChooseAsync("vase.png");
        await visit["input[value=simulated]"].CheckAsync();
        var before = (await new ServerJobs(served.Server.Http).ListAsync("?limit=1000")).Length;
        await visit.SubmitAsync();
        await visit["#retry"].WaitForAsync();
        Assert.StartsWith("The queue is full. Next try in 1 s.", await visit["#retry [data-text]"].TextContentAsync(), StringComparison.Ordinal);

        var id = await visit.JobAsync();
        Assert.Equal(3, keys.Count);
        Assert.Single(keys.Distinct());
        Assert.Equal(before + 1, (await new ServerJobs(served.Server.Http).ListAsync("?limit=1000")).Length);
        await served.Server.Http.DeleteAsync($"/v1/generations/{id}");
        await visit.SeeAsync("The job was cancelled");
        visit.Expect(fault => fault.Contains("429", StringComparison.Ordinal) || fault.Contains("ERR_FAILED", StringComparison.Ordinal));
    }

    [BrowserFact]
    public async Task Events_OutOfReach_AreFollowedAgain()
    {
        var id = await new ServerJobs(served.Server.Http).SubmitAsync(seed: 200);
        var away = true;
        await using var visit = await served.VisitAsync();
        await visit.Page.RouteAsync("**/events", route => away ? route.AbortAsync() : route.ContinueAsync());
        await visit.OpenAsync($"#/jobs/{id}");
        await visit.SeeAsync("The connection is lost; trying again…");

        away = false;
        await visit["[data-slot=connection]"].WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Hidden });
        await served.Server.Http.DeleteAsync($"/v1/generations/{id}");
        await visit.SeeAsync("The job was cancelled");
        visit.Expect(fault => fault.Contains("ERR_FAILED", StringComparison.Ordinal));
    }

    [BrowserFact]
    public async Task BadField_IsToldBesideIt()
    {
        await using var visit = await served.VisitAsync();
        await visit.OpenAsync();
        await visit["#picture-image-new"].SetInputFilesAsync(new FilePayload { Name = "broken.png", MimeType = "image/png", Buffer = "This is no picture."u8.ToArray() });
        await visit.SubmitAsync();

        await visit[".drop [aria-invalid=true]"].WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
        Assert.StartsWith("image: ", await visit["#picture-image-new-error"].TextContentAsync(), StringComparison.Ordinal);
        visit.Expect(fault => fault.Contains("400", StringComparison.Ordinal));
    }

    [BrowserFact]
    public async Task UnknownJob_IsToldAndThePageGoesOn()
    {
        await using var visit = await served.VisitAsync();
        await visit.OpenAsync("#/jobs/no-such-job");

        await visit.SeeAsync("There is no such job");
        await visit[".brand"].ClickAsync();
        await visit.SeeAsync("Nothing here yet");
        visit.Expect(fault => fault.Contains("404", StringComparison.Ordinal));
    }

    private static async Task LoseAnswerAsync(IRoute route)
    {
        await route.FetchAsync();
        await route.AbortAsync();
    }
}
