using System.Security.Cryptography;
using Hunyuan3D.Grains.Artifacts;
using Hunyuan3D.Grains.Caching;
using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orleans.Serialization;

namespace Hunyuan3D.Tests.Grains.Caching;

/// <summary>An artifact store with a cache on a clock of its own, and no cluster.</summary>
internal sealed class CacheFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hunyuan3d-cache-");
    private readonly ArtifactStoreOptions _artifacts;

    public CacheFolder()
    {
        _artifacts = new ArtifactStoreOptions { Path = _folder.FullName, FlushToDisk = false, MaxAge = TimeSpan.FromDays(10) };
        Store = new FileArtifactStore(Microsoft.Extensions.Options.Options.Create(_artifacts), Time);
        Files = new CacheEntryFiles(Store, Serializer, Time);
        Cache = Open();
    }

    public static Serializer Serializer { get; } = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.UtcNow);

    public ResultCacheOptions Options { get; } = new() { MaxAge = TimeSpan.FromDays(100) };

    public FileArtifactStore Store { get; }

    public CacheEntryFiles Files { get; }

    public ResultCache Cache { get; }

    public CacheReporter Reporter { get; private set; } = null!;

    /// <summary>The cache as a process that starts now finds it.</summary>
    public ResultCache Open()
    {
        Reporter?.Dispose();
        // Only tells when asked to.
        Reporter = new CacheReporter(null!, Time, NullLogger<CacheReporter>.Instance);
        return new ResultCache(Files, Store, Reporter, Microsoft.Extensions.Options.Options.Create(Options), Time, NullLogger<ResultCache>.Instance);
    }

    /// <summary>One round of the sweeper. Returns the number of files removed.</summary>
    public int Sweep()
    {
        using var sweeper = new ArtifactSweeper(
            Store, Files, Microsoft.Extensions.Options.Options.Create(_artifacts), Microsoft.Extensions.Options.Options.Create(Options), Time, NullLogger<ArtifactSweeper>.Instance);
        return sweeper.Sweep(CancellationToken.None);
    }

    /// <summary>What a shape stage makes, with its files stored: 100 bytes each.</summary>
    public async Task<ShapeProduct> ShapeAsync() => new()
    {
        Mesh = await StoreAsync(),
        Cutouts = new GenerationPictures(await StoreAsync()),
        MaskSource = "alpha",
        Vertices = 3,
        Faces = 1,
        Closed = false,
        Manifold = true,
        ModelName = "mini",
        ModelRevision = "r1",
        Seconds = new Dictionary<string, double> { ["shape"] = 1 },
    };

    public async Task<GenerationResult> ResultAsync() => new()
    {
        Model = await StoreAsync(),
        Engine = "simulated",
        MaskSource = "alpha",
        Vertices = 3,
        Faces = 1,
        Closed = false,
        Manifold = true,
        Seconds = new Dictionary<string, double> { ["texture"] = 2 },
    };

    /// <summary>A name as keys are.</summary>
    public static string Key(int number) => Convert.ToHexStringLower(SHA256.HashData(BitConverter.GetBytes(number)));

    public void Dispose()
    {
        Reporter.Dispose();
        _folder.Delete(recursive: true);
    }

    private Task<ArtifactRef> StoreAsync() => Store.PutAsync(RandomNumberGenerator.GetBytes(100), "x/y", CancellationToken.None);
}
