using Hunyuan3D.Grains.Generation;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Generation;

/// <summary>The two indexes give the same answers; the Redis one on an embedded Garnet.</summary>
public sealed class RedisGenerationIndexTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hunyuan3d-index-");
    private readonly EmbeddedGarnet _redis;
    private readonly RedisGenerationIndex _index;

    public RedisGenerationIndexTests()
    {
        _redis = EmbeddedGarnet.Start(_folder.FullName, FreePort.Any(), durable: false);
        _index = new RedisGenerationIndex(ConfigurationOptions.Parse(_redis.ConnectionString), "test", TimeProvider.System, NullLogger<RedisGenerationIndex>.Instance);
    }

    public void Dispose()
    {
        _index.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _redis.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task ListAsync_AfterStartsAndEnds_AgreesWithTheIndexInMemory()
    {
        var reference = new InMemoryGenerationIndex();
        var random = new Random(5);
        for (var i = 0; i < 200; i++)
        {
            var entry = new GenerationIndexEntry($"job-{i:D3}", i % 3 == 0 ? "ann" : "bob", Start.AddSeconds(i));
            await Both(index => index.AddAsync(entry));
            if (random.Next(3) > 0)
            {
                var status = (GenerationStatusCode)random.Next(2, 5);
                await Both(index => index.EndAsync(entry, status));
            }
        }

        foreach (var user in (string?[])[null, "ann", "bob", "nobody"])
        {
            foreach (var status in (GenerationStatusCode?[])[null, .. Enum.GetValues<GenerationStatusCode>().Cast<GenerationStatusCode?>()])
            {
                Assert.Equal(await reference.ListAsync(user, status, 0, 1000), await _index.ListAsync(user, status, 0, 1000));
                Assert.Equal(await reference.ListAsync(user, status, 7, 5), await _index.ListAsync(user, status, 7, 5));
            }
        }

        async Task Both(Func<IGenerationIndex, Task> change)
        {
            await change(reference);
            await change(_index);
        }
    }

    [Fact]
    public async Task ActiveAsync_ThousandsSubmittedInOneMillisecond_ReturnsEachOnce()
    {
        await Task.WhenAll(Enumerable.Range(0, 1500).Select(i => _index.AddAsync(new GenerationIndexEntry($"job-{i}", "ann", Start.AddMilliseconds(i / 1200)))));
        await _index.EndAsync(new GenerationIndexEntry("job-3", "ann", Start), GenerationStatusCode.Failed);
        await _index.RemoveAsync("job-4");

        var ids = new List<string>();
        await foreach (var page in _index.ActiveAsync(CancellationToken.None)) ids.AddRange(page);

        Assert.Equal(1498, ids.Count);
        Assert.Equal(1498, ids.Distinct().Count());
        Assert.DoesNotContain("job-3", ids);
        Assert.DoesNotContain("job-4", ids);
    }
}
