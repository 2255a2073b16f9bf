using Hunyuan3D.Grains.Generation;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Hosting;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Hosting;

public sealed class RedisGenerationIndexTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly EmbeddedGarnet _garnet;
    private readonly RedisConnection _redis;

    public RedisGenerationIndexTests()
    {
        _garnet = EmbeddedGarnet.Start(_folder.Path, FreePort.Any(), durable: false);
        _redis = new RedisConnection(_garnet.ConnectionString);
    }

    private RedisGenerationIndex Index => new(_redis);

    public void Dispose()
    {
        _redis.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _garnet.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task List_ByUserAndStatus_IsNewestFirst()
    {
        await Index.AddAsync(Job("a1", "ada", 1));
        await Index.AddAsync(Job("b1", "bob", 2));
        await Index.AddAsync(Job("a2", "ada", 3));
        await Index.AddAsync(Job("a3", "ada", 4));
        await Index.EndAsync(Job("a2", "ada", 3), GenerationStatusCode.Completed);
        await Index.EndAsync(Job("b1", "bob", 2), GenerationStatusCode.Failed);

        Assert.Equal(["a3", "a2", "b1", "a1"], await Index.ListAsync(null, null, 0, 10));
        Assert.Equal(["a2", "b1"], await Index.ListAsync(null, null, 1, 2));
        Assert.Equal(["a3", "a2", "a1"], await Index.ListAsync("ada", null, 0, 10));
        Assert.Equal(["a3", "a1"], await Index.ListAsync(null, GenerationStatusCode.Running, 0, 10));
        Assert.Equal(["b1"], await Index.ListAsync(null, GenerationStatusCode.Failed, 0, 10));
        Assert.Equal(["a3", "a1"], await Index.ListAsync("ada", GenerationStatusCode.Queued, 0, 10));
        Assert.Equal(["a1"], await Index.ListAsync("ada", GenerationStatusCode.Queued, 1, 10));
        Assert.Equal(["a2"], await Index.ListAsync("ada", GenerationStatusCode.Completed, 0, 10));
        Assert.Empty(await Index.ListAsync("eve", null, 0, 10));
        Assert.Empty(await Index.ListAsync("bob", GenerationStatusCode.Cancelled, 0, 10));
    }

    [Fact]
    public async Task Active_ManyJobs_ComesOldestFirstWithoutTheEndedOnes()
    {
        for (var i = 0; i < 600; i++)
            await Index.AddAsync(Job($"j{i:D3}", "ada", i));
        await Index.EndAsync(Job("j000", "ada", 0), GenerationStatusCode.Cancelled);
        await Index.RemoveAsync("j001");

        var active = new List<string>();
        await foreach (var page in Index.ActiveAsync(CancellationToken.None))
            active.AddRange(page);

        Assert.Equal(Enumerable.Range(2, 598).Select(i => $"j{i:D3}"), active);
    }

    [Fact]
    public async Task Operations_Repeated_ChangeNothing()
    {
        var job = Job("a1", "ada", 1);
        await Index.AddAsync(job);
        await Index.AddAsync(job);
        await Index.EndAsync(job, GenerationStatusCode.Completed);
        await Index.EndAsync(job, GenerationStatusCode.Completed);
        await Index.RemoveAsync("a1");

        Assert.Equal(["a1"], await Index.ListAsync(null, null, 0, 10));
        Assert.Equal(["a1"], await Index.ListAsync("ada", GenerationStatusCode.Completed, 0, 10));
    }

    private static GenerationIndexEntry Job(string id, string user, long second) => new(id, user, DateTimeOffset.FromUnixTimeSeconds(second));
}
