using Hunyuan3D.Grains.Generation;
using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Grains.Interfaces.Scheduling;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Generation;

public sealed class GenerationDemandsTests
{
    private static readonly ClusterOffers Offers = new(
        Known: true,
        [
            new EngineOffer("relief", GenerationStage.Shape),
            new EngineOffer("hunyuan3d", GenerationStage.Shape) { Models = [new ModelOffer("v2-mini-turbo", "a"), new ModelOffer("v2-0", "b")] },
            new EngineOffer("hunyuan3d", GenerationStage.Texture) { Models = [new ModelOffer("paint-v2-0", "c")] },
        ]);

    [Fact]
    public void NameModels_NoneAsked_TakesTheDefaultsOffered()
    {
        var named = GenerationDemands.NameModels(Request(new GenerationOptions { Engine = "hunyuan3d" }), Offers);

        Assert.Equal(("v2-mini-turbo", "paint-v2-0"), (named.Options.Model, named.Options.TextureModel));
    }

    [Fact]
    public void NameModels_StageNotAsked_IsLeftAlone()
    {
        var named = GenerationDemands.NameModels(Request(new GenerationOptions { Engine = "hunyuan3d", Texture = false }), Offers);

        Assert.Equal(("v2-mini-turbo", null), (named.Options.Model, named.Options.TextureModel));
    }

    [Theory]
    [InlineData("hunyuan3d", "v2-0")]
    [InlineData("relief", null)]
    [InlineData("simulated", null)]
    public void NameModels_ModelAskedOrNoneOffered_IsTheSameRequest(string engine, string? model)
    {
        var request = Request(new GenerationOptions { Engine = engine, Model = model, Texture = false });

        Assert.Same(request, GenerationDemands.NameModels(request, Offers));
        Assert.Same(request, GenerationDemands.NameModels(request, ClusterOffers.Unknown));
    }

    private static GenerationRequest Request(GenerationOptions options) => new(new GenerationPictures(new ArtifactRef(new string('0', 64), 1, "image/png")), options);
}
