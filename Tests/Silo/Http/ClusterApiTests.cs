using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Http;

public sealed class ClusterApiTests(HttpServer server) : IClassFixture<HttpServer>
{
    [Fact]
    public async Task Get_Cluster_TellsQueueSilosAndDecisionsWithTheirReason()
    {
        var cluster = await server.Http.GetFromJsonAsync<JsonElement>("/v1/cluster");

        Assert.Equal(3, cluster.GetProperty("waiting").GetInt32());
        Assert.Equal(0.5, cluster.GetProperty("silos")[0].GetProperty("deviceLoad").GetDouble());
        var autoscaler = cluster.GetProperty("autoscaler");
        Assert.Equal("local", autoscaler.GetProperty("target").GetString());
        Assert.Equal("running", autoscaler.GetProperty("silos")[0].GetProperty("state").GetString());
        var decision = autoscaler.GetProperty("decisions")[0];
        Assert.Equal("out", decision.GetProperty("action").GetString());
        Assert.Equal("1 stages wait and there is no silo", decision.GetProperty("reason").GetString());
        Assert.Equal(JsonValueKind.Null, decision.GetProperty("problem").ValueKind);
    }

    [Fact]
    public async Task Get_Cluster_TellsWhatTheCacheKeepsAndGave()
    {
        var cache = (await server.Http.GetFromJsonAsync<JsonElement>("/v1/cluster")).GetProperty("cache");

        Assert.True(cache.GetProperty("enabled").GetBoolean());
        Assert.Equal((12, 3_000, 86_400), (cache.GetProperty("entries").GetInt32(), cache.GetProperty("bytes").GetInt64(), cache.GetProperty("maxAgeSeconds").GetDouble()));
        Assert.Equal([5, 4, 3, 2, 1], ((string[])["hits", "partialHits", "joins", "shapeJoins", "misses"]).Select(name => cache.GetProperty(name).GetInt32()));
        Assert.Equal((7, 8), (cache.GetProperty("evictedByAge").GetInt32(), cache.GetProperty("evictedBySize").GetInt32()));
    }
}
