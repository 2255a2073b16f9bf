using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Hunyuan3D.Grains.Artifacts;
using Hunyuan3D.Grains.Caching;
using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Caching;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Grains.Interfaces.Scheduling;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Serialization;

namespace Hunyuan3D.Benchmarks.Caching;

/// <summary>What the result cache adds to a job, besides its grain calls: the key, a look that finds nothing, an entry; and what a hit, the ledger and its look at the folder take.</summary>
[MemoryDiagnoser]
public class ResultCacheBenchmark : IDisposable
{
    private const int Entries = 10_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hunyuan3d-cache-benchmark-");
    private readonly GenerationRequest _request = new(new GenerationPictures(Artifact(1)), new GenerationOptions { Engine = "simulated" });
    private readonly ClusterOffers _offers = new(true, []) { InForce = [new EngineOffer("simulated", GenerationStage.Shape) { Revision = "1" }, new EngineOffer("simulated", GenerationStage.Texture) { Revision = "1" }] };
    private readonly CacheLedger _ledger = new(new ResultCacheOptions { MaxEntries = Entries });
    private CacheEntryFiles _files = null!;
    private ResultCache _cache = null!;
    private CacheReporter _reporter = null!;
    private ShapeProduct _product = null!;
    private int _next;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        var store = new FileArtifactStore(Options.Create(new ArtifactStoreOptions { Path = _folder.FullName, FlushToDisk = false }), TimeProvider.System);
        _files = new CacheEntryFiles(store, new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>(), TimeProvider.System);
        _reporter = new CacheReporter(null!, TimeProvider.System, NullLogger<CacheReporter>.Instance);
        _cache = new ResultCache(_files, store, _reporter, Options.Create(new ResultCacheOptions()), TimeProvider.System, NullLogger<ResultCache>.Instance);
        var file = await store.PutAsync(new byte[100], "model/gltf-binary", CancellationToken.None);
        _product = new ShapeProduct
        {
            Mesh = file,
            Model = await store.PutAsync(new byte[101], "model/gltf-binary", CancellationToken.None),
            Cutouts = new GenerationPictures(await store.PutAsync(new byte[102], "image/png", CancellationToken.None)),
            MaskSource = "alpha",
            Vertices = 12,
            Faces = 20,
            Closed = true,
            Manifold = true,
            Seconds = new Dictionary<string, double> { ["shape"] = 1, ["shape.simulated-denoising"] = 1 },
        };
        for (var i = 0; i < Entries; i++)
        {
            _cache.KeepShape(Name(i), "job", "ann", _product);
            _ledger.Keep(new CacheItem(Name(i), [Artifact(i)], DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddSeconds(i)));
        }

        while (_reporter.Take() is not null)
        {
        }
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _reporter.Dispose();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    [Benchmark(Description = "key")]
    public object? Key() => ResultCacheKey.Of(_request, _offers);

    [Benchmark(Description = "look, nothing known")]
    public object? Miss() => _cache.FindShape(Name(-1));

    [Benchmark(Description = "look, known")]
    public object? Hit() => _cache.FindShape(Name(7));

    [Benchmark(Description = "keep a new entry, and delete it")]
    public void Keep()
    {
        var name = Name(Entries + _next++);
        _cache.KeepShape(name, "job", "ann", _product);
        _reporter.Take();
        // So that the folder stays as it is for the others.
        _files.Delete(name);
    }

    [Benchmark(Description = "ledger of 10,000: keep one, evict one")]
    public object? Ledger()
    {
        var number = Entries + _next++;
        _ledger.Keep(new CacheItem(Name(number), [Artifact(number)], DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddSeconds(number)));
        return _ledger.TryEvict(DateTimeOffset.UnixEpoch);
    }

    [Benchmark(Description = "look at a folder of 10,000")]
    public int List() => _files.List(CancellationToken.None).Count();

    private static string Name(int number) => Convert.ToHexStringLower(SHA256.HashData(BitConverter.GetBytes(number)));

    private static ArtifactRef Artifact(int number) => new(Name(number), 100, "image/png");
}
