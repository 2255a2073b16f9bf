using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Hunyuan3D.Tests.Silo.Http;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Processes;

/// <summary>Keys from the command line to a real server and back.</summary>
[Collection(OneProcessTestAtATime.Name)]
public sealed class KeysTests : IDisposable
{
    private const string AdminKey = "h3d_00112233445566778899aabbccddeeff";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Serve_BeyondThisMachineWithoutKeys_IsRefusedWithTheRemedy()
    {
        var (code, output) = await ServerProcess.RunAsync("serve", "--data", _folder.File("data"), "--urls", "http://127.0.0.1:0;http://0.0.0.0:0");

        Assert.Equal(2, code);
        Assert.Contains("HTTP would listen on http://0.0.0.0:0,", output, StringComparison.Ordinal);
        Assert.Contains($"hunyuan3d keys create --user admin --admin --data {_folder.File("data")}", output, StringComparison.Ordinal);
        Assert.Contains("Hunyuan3D__Keys__Admin", output, StringComparison.Ordinal);
        Assert.Contains("--insecure-no-keys", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_WithKeys_AsksForThemWhereverTheyWereMade()
    {
        var data = _folder.File("data");
        var offline = await MakeAsync("--user", "anna", "--data", data, "--jobs-per-day", "100");
        await using var server = await ServerProcess.ServeAsync(
            data, settings: new Dictionary<string, string>(SimulatedSettings.Stages(shapeSeconds: 0.1, textureSeconds: 0.1)) { ["Hunyuan3D__Keys__Admin"] = AdminKey });
        var online = await MakeAsync("--user", "bert", "--server", server.Http.BaseAddress!.ToString(), "--key", AdminKey);

        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Http.GetAsync("/v1/generations")).StatusCode);
        foreach (var path in (string[])["/metrics", "/dashboard/", "/dashboard/DashboardCounters", "/v1/cluster", "/v1/keys"])
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await server.Http.GetAsync(path)).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await GetAsync(server, path, offline)).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await GetAsync(server, path, AdminKey)).StatusCode);
        }

        foreach (var path in (string[])["/healthz/live", "/healthz/ready", "/health", "/openapi/v1.json"])
            Assert.Equal(HttpStatusCode.OK, (await server.Http.GetAsync(path)).StatusCode);

        var id = await SubmitAsync(server, offline);
        await WaitForAsync(server, online);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(server, $"/v1/generations/{id}", online)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(server, $"/v1/generations/{id}", offline)).StatusCode);

        var (_, listing) = await ServerProcess.RunAsync("keys", "list", "--data", data);
        Assert.Contains("anna", listing, StringComparison.Ordinal);
        Assert.Contains("bert", listing, StringComparison.Ordinal);
        Assert.DoesNotContain(offline[^43..], listing, StringComparison.Ordinal);
        var revoked = offline.Split('_')[1];
        var (code, said) = await ServerProcess.RunAsync("keys", "revoke", revoked, "--data", data);
        Assert.True(code == 0, said);
        await UntilAsync(async () => (await GetAsync(server, "/v1/session", offline)).StatusCode == HttpStatusCode.Unauthorized);
        var (wrong, problem) = await ServerProcess.RunAsync("keys", "list", "--server", server.Http.BaseAddress!.ToString(), "--key", offline);
        Assert.Equal(2, wrong);
        Assert.Contains("401", problem, StringComparison.Ordinal);
    }

    private static async Task<string> MakeAsync(params string[] options)
    {
        var (code, output) = await ServerProcess.RunAsync(["keys", "create", .. options]);
        Assert.True(code == 0, output);
        return output.Split('\n').Single(line => line.StartsWith("h3d_", StringComparison.Ordinal)).Trim();
    }

    private static async Task<string> SubmitAsync(ServerProcess server, string key)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Pictures.Png(1)), "image", "picture.png" }, { new StringContent("simulated"), "engine" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/generations") { Content = form };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await server.Http.SendAsync(request);
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    private static async Task<HttpResponseMessage> GetAsync(ServerProcess server, string path, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("X-Api-Key", key);
        return await server.Http.SendAsync(request);
    }

    /// <summary>Within seconds the server knows a new key.</summary>
    private static Task WaitForAsync(ServerProcess server, string key) => UntilAsync(async () => (await GetAsync(server, "/v1/session", key)).IsSuccessStatusCode);

    private static async Task UntilAsync(Func<Task<bool>> wanted)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await wanted())
            await Task.Delay(50, limit.Token);
    }
}
