using Hunyuan3D.Tests.Silo.Processes;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Web;

/// <summary>A server with keys: the page asks for one, once, and shows what the key may see.</summary>
[Collection(OneServedPage.Name)]
public sealed class SignInTests(ServedPage served) : IDisposable
{
    private const string AdminKey = "h3d_00112233445566778899aabbccddeeff";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [BrowserFact]
    public async Task Key_Asked_OpensThePageForWhoHasOne()
    {
        var data = _folder.File("data");
        var (code, output) = await ServerProcess.RunAsync("keys", "create", "--user", "anna", "--data", data);
        Assert.True(code == 0, output);
        var key = output.Split('\n').Single(line => line.StartsWith("h3d_", StringComparison.Ordinal)).Trim();
        await using var server = await ServerProcess.ServeAsync(data, settings: new Dictionary<string, string> { ["Hunyuan3D__Keys__Admin"] = AdminKey });

        await using var visit = await served.VisitAsync(address: server.Http.BaseAddress);
        await visit.Page.GotoAsync(visit.Address.ToString());
        await visit["#sign-in[open]"].WaitForAsync();
        Assert.Empty(await AxeCore.CheckAsync(visit));
        await visit.KeepAsync("sign-in");

        await visit["#key"].FillAsync("h3d_wrong");
        await visit["#sign-in [type=submit]"].ClickAsync();
        await visit["#sign-in-error:not([hidden])"].WaitForAsync();
        Assert.Equal("This key is not known here.", await visit["#sign-in-error"].TextContentAsync());

        await visit["#key"].FillAsync(key);
        await visit["#key"].PressAsync("Enter");
        await visit["input[name=engine]"].First.WaitForAsync();
        Assert.False(await visit["#sign-in"].IsVisibleAsync());
        Assert.False(await visit["#dashboard"].IsVisibleAsync());

        await visit.OpenAsync();
        await visit.ChooseAsync("mug.png");
        await visit["[data-options] summary"].ClickAsync();
        await visit["#faces"].FillAsync("4000");
        await visit["#octreeResolution"].FillAsync("96");
        await visit["#textureSize"].SelectOptionAsync("512");
        await visit.SubmitAsync();
        await visit["#stage canvas"].WaitForAsync();

        await visit["#sign-out"].ClickAsync();
        await visit["#sign-in[open]"].WaitForAsync();
        await visit["#key"].FillAsync(AdminKey);
        await visit["#key"].PressAsync("Enter");
        await visit["#dashboard"].WaitForAsync();
        visit.Expect(fault => fault.Contains("401", StringComparison.Ordinal));
    }
}
