using System.Net.Http.Json;
using System.Text.Json;
using Hunyuan3D.Tests.Silo.Http;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Processes;

[Collection(OneProcessTestAtATime.Name)]
public sealed class CacheRestartTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Kill_ServerThatKnowsAResult_ItsSuccessorKnowsItToo()
    {
        var settings = SimulatedSettings.Stages(shapeSeconds: 0.05, textureSeconds: 0.05);
        JsonElement made;
        await using (var first = await ServerProcess.ServeAsync(_folder.Path, settings: settings))
        {
            made = await RunAsync(first, "512");
            Assert.False(made.GetProperty("result").GetProperty("fromCache").GetBoolean());
            await CacheAsync(first, cache => Number(cache, "entries") == 2 && Number(cache, "misses") == 1);
            await first.KillAsync();
        }

        await using var second = await ServerProcess.ServeAsync(_folder.Path, settings: settings);
        var (equal, other) = (await RunAsync(second, "512"), await RunAsync(second, "1024"));

        var result = equal.GetProperty("result");
        Assert.Equal((true, Text(made.GetProperty("result"), "sha256")), (result.GetProperty("fromCache").GetBoolean(), Text(result, "sha256")));
        Assert.Equal(Text(made, "id"), Text(other.GetProperty("reusedShape"), "job"));
        Assert.True(other.GetProperty("result").GetProperty("shapeReused").GetBoolean());
        var now = await CacheAsync(second, cache => Number(cache, "entries") == 3 && Number(cache, "hits") + Number(cache, "partialHits") == 2);
        Assert.Equal((1, 0), (Number(now, "hits"), Number(now, "misses")));
    }

    private static async Task<JsonElement> RunAsync(ServerProcess server, string textureSize)
    {
        var jobs = new ServerJobs(server.Http);
        using var response = await jobs.PostAsync(Pictures.Png(1), ("engine", "simulated"), ("seed", "1"), ("textureSize", textureSize));
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, body);
        return await jobs.CompletedAsync(Text(JsonSerializer.Deserialize<JsonElement>(body), "id")!);
    }

    private static async Task<JsonElement> CacheAsync(ServerProcess server, Func<JsonElement, bool> wanted)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (true)
        {
            var cache = (await server.Http.GetFromJsonAsync<JsonElement>("/v1/cluster", limit.Token)).GetProperty("cache");
            if (wanted(cache)) return cache;
            await Task.Delay(50, limit.Token);
        }
    }

    private static int Number(JsonElement cache, string name) => cache.GetProperty(name).GetInt32();

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
