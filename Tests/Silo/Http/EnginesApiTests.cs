using System.Net.Http.Json;
using System.Text.Json;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Grains.Interfaces.Scheduling;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Http;

public sealed class EnginesApiTests(HttpServer server) : IClassFixture<HttpServer>
{
    [Fact]
    public async Task Get_Offers_AreTheEnginesWithTheirModelsByStage()
    {
        server.Client.Offers = new ClusterOffers(true,
        [
            new EngineOffer("relief", GenerationStage.Shape),
            new EngineOffer("relief", GenerationStage.Texture),
            new EngineOffer("hunyuan3d", GenerationStage.Shape) { Models = [new("v2-mini-turbo", "1"), new("v2-0", "1")] },
            new EngineOffer("hunyuan3d", GenerationStage.Shape) { Models = [new("v2-mini-turbo", "1"), new("v2-mv", "1")] },
        ]);

        var answer = await server.Http.GetFromJsonAsync<JsonElement>("/v1/engines");

        Assert.Equal(
            """[{"name":"hunyuan3d","shape":true,"texture":false,"models":["v2-mini-turbo","v2-0","v2-mv"],"textureModels":[]},{"name":"relief","shape":true,"texture":true,"models":[],"textureModels":[]}]""",
            answer.GetProperty("engines").GetRawText());
        Assert.True(answer.GetProperty("known").GetBoolean());
    }

    [Fact]
    public async Task Get_NoSiloHasReported_SaysThatNothingIsKnown()
    {
        server.Client.Offers = ClusterOffers.Unknown;

        var answer = await server.Http.GetFromJsonAsync<JsonElement>("/v1/engines");

        Assert.False(answer.GetProperty("known").GetBoolean());
        Assert.Empty(answer.GetProperty("engines").EnumerateArray());
    }
}
