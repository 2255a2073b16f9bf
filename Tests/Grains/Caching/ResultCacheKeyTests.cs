using Hunyuan3D.Grains.Caching;
using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Grains.Interfaces.Scheduling;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Caching;

public sealed class ResultCacheKeyTests
{
    private static readonly GenerationPictures Pictures = new(Artifact('a'), Left: Artifact('b'));

    private static readonly ClusterOffers Offers = new(true,
    [
        new EngineOffer("hunyuan3d", GenerationStage.Shape) { Revision = "1", Models = [new ModelOffer("mini", "w1"), new ModelOffer("full", "w2")] },
        new EngineOffer("hunyuan3d", GenerationStage.Texture) { Revision = "1", Models = [new ModelOffer("paint", "w3")] },
    ]);

    private static readonly GenerationOptions Base = new() { Engine = "hunyuan3d" };

    public static TheoryData<GenerationOptions> OtherResults => new(
        Base with { Engine = "relief" },
        Base with { Model = "full" },
        Base with { Texture = false },
        Base with { Seed = 1 },
        Base with { Steps = 5 },
        Base with { Guidance = 5 },
        Base with { OctreeResolution = 128 },
        Base with { Faces = 1000 },
        Base with { TextureSize = 512 },
        Base with { TextureFormat = "jpeg" },
        Base with { TextureModel = "turbo" },
        Base with { TextureSteps = 4 });

    [Theory]
    [MemberData(nameof(OtherResults))]
    public void Of_AnyOptionDiffers_IsAnotherKey(GenerationOptions options) => Assert.NotEqual(Key(Base), Key(options));

    [Fact]
    public void Of_UserPriorityAndMediaType_DoNotMatter()
    {
        var request = new GenerationRequest(new GenerationPictures(Artifact('a') with { MediaType = "z/z" }, Left: Artifact('b')), Base) { User = "ann", Priority = GenerationPriority.Batch };
        Assert.Equal(Key(Base), ResultCacheKey.Of(request, Offers));
    }

    [Fact]
    public void Of_DefaultModelByName_IsTheSameKey() => Assert.Equal(Key(Base), Key(Base with { Model = "mini" }));

    [Fact]
    public void Of_TextureOptionsWithoutTexture_DoNotMatter()
        => Assert.Equal(Key(Base with { Texture = false }), Key(Base with { Texture = false, TextureSize = 512, TextureFormat = "webp", TextureModel = "turbo", TextureSteps = 3 }));

    [Fact]
    public void Of_GivenMesh_ItsBytesDecideAndTheShapeStagesOptionsDoNot()
    {
        var request = new GenerationRequest(Pictures, Base) { Mesh = Artifact('m') };
        var key = ResultCacheKey.Of(request, Offers);
        Assert.NotEqual(Key(Base), key);
        Assert.NotEqual(key, ResultCacheKey.Of(request with { Mesh = Artifact('n') }, Offers));
        Assert.NotEqual(key, ResultCacheKey.Of(request with { Options = Base with { KeepUvs = true } }, Offers));
        Assert.NotEqual(key, ResultCacheKey.Of(request with { Options = Base with { Faces = 1000 } }, Offers));
        Assert.Equal(key, ResultCacheKey.Of(request with { Options = Base with { Model = "full", Steps = 5, Guidance = 5, OctreeResolution = 128 } }, Offers));
    }

    [Fact]
    public void Of_OtherPicturesOrRevisions_IsAnotherKey()
    {
        Assert.NotEqual(Key(Base), ResultCacheKey.Of(new GenerationRequest(new GenerationPictures(Artifact('b'), Left: Artifact('a')), Base), Offers));
        Assert.NotEqual(Key(Base), ResultCacheKey.Of(new GenerationRequest(new GenerationPictures(Artifact('a'), Back: Artifact('b')), Base), Offers));
        var newWeights = Offers with { Offers = [Offers.Offers[0], Offers.Offers[1] with { Models = [new ModelOffer("paint", "w4")] }] };
        Assert.NotEqual(Key(Base), ResultCacheKey.Of(new GenerationRequest(Pictures, Base), newWeights));
    }

    private static string Key(GenerationOptions options) => ResultCacheKey.Of(new GenerationRequest(Pictures, options), Offers);

    private static ArtifactRef Artifact(char name) => new(new string(name, 64), 1, "image/png");
}
