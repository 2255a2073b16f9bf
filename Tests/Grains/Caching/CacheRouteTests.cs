using Hunyuan3D.Client;
using Hunyuan3D.Grains.Caching;
using Hunyuan3D.Grains.Hosting;
using Hunyuan3D.Grains.Interfaces.Caching;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Tests.Golden;
using Hunyuan3D.Tests.Grains.Cluster;
using Hunyuan3D.Tests.Silo.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Caching;

/// <summary>The cache on the whole route, with the real engines that need no weights.</summary>
public sealed class CacheRouteTests
{
    private static readonly GenerationOptions Small = new() { Engine = "relief", OctreeResolution = 48, Faces = 2000, TextureSize = 256 };

    [Fact]
    public async Task Generate_PartsOfItReused_EndsWithTheBytesOfAFullRun()
    {
        await using var silos = await TestSilos.StartAsync(new TestSilosOptions { Roles = [SiloRoles.All] });
        await silos.OffersAsync();
        var other = Small with { TextureSize = 512, TextureFormat = "jpeg" };
        var shapeOnly = Small with { Texture = false };
        var full = await GenerateAsync(silos, other, useCache: false);
        var bare = await GenerateAsync(silos, shapeOnly, useCache: false);

        var first = await GenerateAsync(silos, Small);
        var (partial, reused) = (await GenerateAsync(silos, other), await GenerateAsync(silos, shapeOnly));

        Assert.Equal((first.Id, full.Result!.Model), (partial.ReusedShape!.JobId, partial.Result!.Model));
        Assert.DoesNotContain(partial.Result.Seconds.Keys, step => step.StartsWith("shape", StringComparison.Ordinal));
        Assert.NotEqual(first.Result!.Model, partial.Result.Model);
        Assert.Equal((bare.Result!.Model, true), (reused.Result!.Model, reused.Result.FromCache));
        Assert.Equal((full.Result.Faces, full.Result.MaskSource, full.Result.Cutout), (partial.Result.Faces, partial.Result.MaskSource, partial.Result.Cutout));

        // The other way round: textured after the shape alone.
        var seeded = other with { Seed = 5 };
        full = await GenerateAsync(silos, seeded, useCache: false);
        var shape = await GenerateAsync(silos, seeded with { Texture = false });
        var textured = await GenerateAsync(silos, seeded);
        Assert.Equal((shape.Id, full.Result!.Model), (textured.ReusedShape!.JobId, textured.Result!.Model));
    }

    [Fact]
    public async Task Generate_BeforeAnySiloHasSpoken_IsKeptAndFoundAllTheSame()
    {
        await using var silos = await TestSilos.StartAsync(new TestSilosOptions { Roles = [SiloRoles.All] });
        var first = await GenerateAsync(silos, new GenerationOptions { Engine = "simulated" });
        var second = await GenerateAsync(silos, new GenerationOptions { Engine = "simulated" });
        Assert.Equal((false, true), (first.Result!.FromCache, second.Result!.FromCache));
    }

    [Fact]
    public async Task Generate_ModelImportedAnewUnderItsName_RunsWithTheNewWeights()
    {
        using var models = new TempFolder();
        var old = new GoldenShape("v2-0").Import(models.Path).Manifest.Revision;
        await using var silos = await TestSilos.StartAsync(new TestSilosOptions
        {
            Roles = [SiloRoles.All],
            Configure = silo => silo.Services.Configure<ModelStoreOptions>(options => options.Folder = models.Path),
        });
        await silos.OffersAsync();
        var picture = await File.ReadAllBytesAsync(new GoldenShape("v2-0").PictureFile("front")!);
        var (first, again) = (await RunAsync(), await RunAsync());
        Assert.Equal((false, true, old), (first.FromCache, again.FromCache, first.ModelRevision));

        var other = new GoldenShape("v2-0-turbo").Import(models.Path, name: "v2-0").Manifest.Revision;
        Assert.NotEqual(old, other);
        // Silos look for new models every two seconds, and tell.
        await silos.OffersAsync(offers => offers.InForce.Any(offer => offer.FindModel("v2-0")?.Revision == other));
        var (anew, anewAgain) = (await RunAsync(), await RunAsync());
        Assert.Equal((false, true, other, other), (anew.FromCache, anewAgain.FromCache, anew.ModelRevision, anewAgain.ModelRevision));

        async Task<GenerationResult> RunAsync()
        {
            var options = new GenerationOptions { Engine = "hunyuan3d", Model = "v2-0", Steps = 2, OctreeResolution = 24, Texture = false };
            var status = await silos.SiloClient.GenerateAsync(new PictureFiles(picture), new GenerationSubmission { Options = options });
            Assert.True(status.Status == GenerationStatusCode.Completed, status.Failure?.Message);
            return status.Result!;
        }
    }

    [Fact]
    public async Task Generate_CacheTurnedOff_RunsEachTime()
    {
        await using var silos = await TestSilos.StartAsync(new TestSilosOptions
        {
            Roles = [SiloRoles.All],
            Configure = silo => silo.Services.Configure<ResultCacheOptions>(options => options.Enabled = false),
        });
        await silos.OffersAsync();
        var first = await GenerateAsync(silos, new GenerationOptions { Engine = "simulated" });
        var second = await GenerateAsync(silos, new GenerationOptions { Engine = "simulated" });
        Assert.Equal((false, false), (first.Result!.FromCache, second.Result!.FromCache));
        Assert.Equal(CacheStatus.Off, (await silos.SiloClient.GetClusterAsync()).Cache);
    }

    [Fact]
    public async Task Cluster_AfterJobs_TellsWhatIsKeptAndKeepsToItsBoundsOverALossOfItsLedger()
    {
        await using var silos = await TestSilos.StartAsync(new TestSilosOptions
        {
            Roles = [SiloRoles.Control | SiloRoles.Gateway, SiloRoles.Control, SiloRoles.Gpu],
            Configure = silo => silo.Services.Configure<ResultCacheOptions>(options => options.MaxEntries = 4),
        });
        await silos.OffersAsync();
        var (first, again) = (await RunAsync(1), await RunAsync(1));
        await RunAsync(1, textureSize: 512);
        Assert.Equal((false, true), (first.Result!.FromCache, again.Result!.FromCache));
        var status = await StatusAsync(silos, cache => cache.Answers == new CacheCounts(1, 1, 0, 0, 1) && cache.Entries == 3);
        var files = new[] { first.Result.Model, first.Result.Cutout! };
        Assert.True(status.Enabled && status.Bytes > files.Sum(file => file.Length));

        // A mesh and a result for each.
        await RunAsync(2);
        await RunAsync(3);
        Assert.Equal(3, (await StatusAsync(silos, cache => cache.Entries == 4 && cache.EvictedBySize == 3)).EvictedBySize);
        Assert.False((await RunAsync(1)).Result!.FromCache);
        Assert.True((await RunAsync(3)).Result!.FromCache);

        await silos.Cluster.KillSiloAsync(silos.Silo(1));
        Assert.True((await RunAsync(3)).Result!.FromCache);
        await StatusAsync(silos, cache => cache.Entries == 4);

        Task<GenerationStatus> RunAsync(long seed, int textureSize = 256) => GenerateAsync(silos, new GenerationOptions { Engine = "simulated", Seed = seed, TextureSize = textureSize });
    }

    /// <summary>The cache as the cluster tells it, once that is as expected: silos report once a second.</summary>
    private static async Task<CacheStatus> StatusAsync(TestSilos silos, Func<CacheStatus, bool> expected)
    {
        using var patience = new CancellationTokenSource(TestSilos.Patience);
        CacheStatus status = CacheStatus.Off;
        try
        {
            while (true)
            {
                status = (await silos.SiloClient.GetClusterAsync(patience.Token)).Cache;
                if (expected(status)) return status;
                await Task.Delay(20, patience.Token);
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The cache stayed at {status}.");
        }
    }

    private static async Task<GenerationStatus> GenerateAsync(TestSilos silos, GenerationOptions options, bool useCache = true)
    {
        var status = await silos.SiloClient.GenerateAsync(new PictureFiles(Pictures.Png(77)), new GenerationSubmission { Options = options, UseCache = useCache });
        Assert.True(status.Status == GenerationStatusCode.Completed, status.Failure?.Message);
        return status;
    }
}
