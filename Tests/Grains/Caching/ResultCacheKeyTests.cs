using System.Collections.Immutable;
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

    private static readonly EngineOffer Shapes = new("hunyuan3d", GenerationStage.Shape) { Revision = "1", Models = [new ModelOffer("mini", "w1+Vanilla"), new ModelOffer("full", "w2")] };

    private static readonly EngineOffer Textures = new("hunyuan3d", GenerationStage.Texture) { Revision = "1", Models = [new ModelOffer("paint", "w3"), new ModelOffer("turbo", "w4")] };

    private static readonly ClusterOffers Offers = new(true, [])
    {
        InForce = [Shapes, Textures, new EngineOffer("relief", GenerationStage.Shape), new EngineOffer("relief", GenerationStage.Texture)],
    };

    private static readonly GenerationOptions Base = new() { Engine = "hunyuan3d" };

    public static TheoryData<GenerationOptions> OtherShapes => new(
        Base with { Engine = "relief" },
        Base with { Model = "full" },
        Base with { Seed = 1 },
        Base with { Steps = 5 },
        Base with { Guidance = 5 },
        Base with { OctreeResolution = 128 },
        Base with { Faces = 1000 });

    public static TheoryData<GenerationOptions> OtherTextures => new(
        Base with { Texture = false },
        Base with { TextureSize = 512 },
        Base with { TextureFormat = "jpeg" },
        Base with { TextureModel = "turbo" },
        Base with { TextureSteps = 4 });

    [Theory]
    [MemberData(nameof(OtherShapes))]
    public void Of_AnOptionOfTheShapeDiffers_IsAnotherShape(GenerationOptions options) => Assert.NotEqual(Key(Base).Shape, Key(options).Shape);

    [Theory]
    [MemberData(nameof(OtherTextures))]
    public void Of_AnOptionOfTheTextureDiffers_IsTheSameShapeAndAnotherTexture(GenerationOptions options)
    {
        Assert.Equal(Key(Base).Shape, Key(options).Shape);
        Assert.NotEqual(Key(Base).Texture, Key(options).Texture);
    }

    [Fact]
    public void Of_UserPriorityAndMediaType_DoNotMatter()
    {
        var request = new GenerationRequest(new GenerationPictures(Artifact('a') with { MediaType = "z/z" }, Left: Artifact('b')), Base)
        {
            User = "ann",
            Priority = GenerationPriority.Batch,
            Deadline = DateTimeOffset.UnixEpoch,
            Schedule = GenerationSchedule.OffPeak,
        };
        AssertSame(Key(Base), ResultCacheKey.Of(request, Offers));
    }

    [Fact]
    public void Of_DefaultModelByName_IsTheSameKey() => AssertSame(Key(Base), Key(Base with { Model = "mini", TextureModel = "paint" }));

    [Fact]
    public void Of_TextureOptionsWithoutTexture_DoNotMatter()
        => AssertSame(Key(Base with { Texture = false }), Key(Base with { Texture = false, TextureSize = 512, TextureFormat = "webp", TextureModel = "turbo", TextureSteps = 3 }));

    [Fact]
    public void Of_GivenMesh_ItsBytesDecideAndTheShapeStagesOptionsDoNot()
    {
        var request = new GenerationRequest(Pictures, Base) { Mesh = Artifact('m') };
        var key = ResultCacheKey.Of(request, Offers)!;
        Assert.NotEqual(Key(Base).Shape, key.Shape);
        Assert.NotEqual(key.Shape, ResultCacheKey.Of(request with { Mesh = Artifact('n') }, Offers)!.Shape);
        Assert.NotEqual(key.Shape, ResultCacheKey.Of(request with { Options = Base with { KeepUvs = true } }, Offers)!.Shape);
        Assert.NotEqual(key.Shape, ResultCacheKey.Of(request with { Options = Base with { Faces = 1000 } }, Offers)!.Shape);
        AssertSame(key, ResultCacheKey.Of(request with { Options = Base with { Model = "full", Steps = 5, Guidance = 5, OctreeResolution = 128 } }, Offers));
    }

    [Fact]
    public void Of_OtherPictures_IsAnotherShape()
    {
        var shape = Key(Base).Shape;
        Assert.NotEqual(shape, ResultCacheKey.Of(new GenerationRequest(new GenerationPictures(Artifact('b'), Left: Artifact('a')), Base), Offers)!.Shape);
        Assert.NotEqual(shape, ResultCacheKey.Of(new GenerationRequest(new GenerationPictures(Artifact('a'), Back: Artifact('b')), Base), Offers)!.Shape);
    }

    [Fact]
    public void Of_ModelImportedAnew_IsAnotherKey()
    {
        var newPaint = Key(Base, Shapes, Textures with { Models = [new ModelOffer("paint", "w5"), Textures.Models[1]] });
        Assert.Equal(Key(Base).Shape, newPaint.Shape);
        Assert.NotEqual(Key(Base).Texture, newPaint.Texture);
        Assert.NotEqual(Key(Base).Shape, Key(Base, Shapes with { Models = [new ModelOffer("mini", "w6"), Shapes.Models[1]] }, Textures).Shape);
        Assert.NotEqual(Key(Base).Shape, Key(Base, Shapes with { Revision = "2" }, Textures).Shape);
        // Of a model that the job does not use it changes nothing.
        AssertSame(Key(Base), Key(Base, Shapes with { Models = [Shapes.Models[0], new ModelOffer("full", "w7")] }, Textures));
    }

    [Fact]
    public void Of_SilosDiffer_NamesAllThatMayRun()
    {
        var other = Shapes with { Models = [new ModelOffer("mini", "w8")] };
        var mixed = Key(Base, Shapes, other, Textures);
        Assert.NotEqual(Key(Base).Shape, mixed.Shape);
        AssertSame(mixed, Key(Base, other, Textures, Shapes, Shapes));
        Assert.True(mixed.AllowsShape("w8") && mixed.AllowsShape("w1"));
    }

    [Fact]
    public void Of_NobodyIsKnownToRunAStage_IsNoKey()
    {
        Assert.Null(ResultCacheKey.Of(new GenerationRequest(Pictures, Base), Offers with { InForce = [Shapes] }));
        Assert.NotNull(ResultCacheKey.Of(new GenerationRequest(Pictures, Base with { Texture = false }), Offers with { InForce = [Shapes] }));
        Assert.Null(ResultCacheKey.Of(new GenerationRequest(Pictures, Base with { Model = "large" }), Offers));
        Assert.Null(ResultCacheKey.Of(new GenerationRequest(Pictures, Base), ClusterOffers.Unknown));
    }

    [Fact]
    public void Allows_OtherWeightsThanTheKeyWasMadeWith_DoesNot()
    {
        var key = Key(Base);
        Assert.True(key.AllowsShape("w1"));
        Assert.False(key.AllowsShape("w2"));
        Assert.False(key.AllowsShape(null));
        Assert.True(key.Allows(Result("w1", "w3")));
        Assert.False(key.Allows(Result("w1", "w4")));
        Assert.False(key.Allows(Result("w9", "w3")));
        Assert.True(Key(Base with { Engine = "relief" }).Allows(Result(null, null)));
        Assert.True(Key(Base with { Texture = false }).Allows(Result("w1", null)));
    }

    /// <summary>Values cannot pass from one field to the next, and the order in which they were set is nothing.</summary>
    [Fact]
    public void Of_RandomRequests_AreEqualExactlyWhereTheirKeysAre()
    {
        var random = new Random(11);
        var seen = new Dictionary<(string, string?), GenerationOptions>();
        for (var i = 0; i < 5000; i++)
        {
            var options = Any(random);
            var key = Key(options);
            if (!seen.TryAdd((key.Shape, key.Texture), options)) Assert.Equal(seen[(key.Shape, key.Texture)], options);
            // Built the other way round.
            AssertSame(key, Key(Base with
            {
                TextureSteps = options.TextureSteps,
                TextureSize = options.TextureSize,
                Faces = options.Faces,
                OctreeResolution = options.OctreeResolution,
                Guidance = options.Guidance,
                Steps = options.Steps,
                Seed = options.Seed,
            }));
        }

        Assert.True(seen.Count > 3000, $"only {seen.Count} different ones were made");
    }

    private static GenerationOptions Any(Random random)
    {
        return Base with
        {
            Seed = random.Next(1, 3),
            Steps = Number(),
            Guidance = Number(),
            OctreeResolution = Number(),
            Faces = random.Next(1, 13),
            TextureSize = random.Next(1, 13),
            TextureSteps = Number(),
        };

        int? Number() => random.Next(3) == 0 ? null : random.Next(1, 13);
    }

    private static GenerationResult Result(string? shape, string? texture) => new()
    {
        Model = Artifact('r'),
        Engine = "hunyuan3d",
        MaskSource = "alpha",
        Vertices = 3,
        Faces = 1,
        Closed = false,
        Manifold = true,
        Seconds = new Dictionary<string, double>(),
        ModelRevision = shape,
        TextureModelRevision = texture,
    };

    private static void AssertSame(CacheKey expected, CacheKey? actual) => Assert.Equal((expected.Shape, expected.Texture), (actual!.Shape, actual.Texture));

    private static CacheKey Key(GenerationOptions options, params ImmutableArray<EngineOffer> offers)
        => ResultCacheKey.Of(new GenerationRequest(Pictures, options), offers.IsEmpty ? Offers : Offers with { InForce = offers })!;

    private static ArtifactRef Artifact(char name) => new(new string(name, 64), 1, "image/png");
}
