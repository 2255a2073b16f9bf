using Hunyuan3D.Hosting;
using StackExchange.Redis;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Hosting;

public sealed class EmbeddedGarnetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Start_DurableFolder_FindsWhatWasWritten()
    {
        for (var round = 0; round < 3; round++)
        {
            using var garnet = EmbeddedGarnet.Start(_folder.Path, FreePort.Any(), durable: true);
            await using var redis = await ConnectionMultiplexer.ConnectAsync(garnet.ConnectionString);
            Assert.Equal(round, (int)await redis.GetDatabase().StringGetAsync("round"));
            await redis.GetDatabase().StringIncrementAsync("round");
        }
    }

    [Fact]
    public async Task Scripts_AsTheOrleansProvidersUseThem_Work()
    {
        using var garnet = EmbeddedGarnet.Start(_folder.Path, FreePort.Any(), durable: false);
        await using var redis = await ConnectionMultiplexer.ConnectAsync(garnet.ConnectionString);
        const string Script = "if redis.call('HEXISTS', KEYS[1], 'etag') == 0 then redis.call('HSET', KEYS[1], 'etag', ARGV[1]) return 1 else return 0 end";

        Assert.Equal(1, (int)await redis.GetDatabase().ScriptEvaluateAsync(Script, ["row"], ["a"]));
        Assert.Equal(0, (int)await redis.GetDatabase().ScriptEvaluateAsync(Script, ["row"], ["b"]));
        Assert.Equal("a", (string?)await redis.GetDatabase().HashGetAsync("row", "etag"));
    }

    [Fact]
    public void Start_TakenPort_Fails()
    {
        using var first = EmbeddedGarnet.Start(_folder.File("first"), FreePort.Any(), durable: false);

        Assert.ThrowsAny<Exception>(() => EmbeddedGarnet.Start(_folder.File("second"), first.Port, durable: false).Dispose());
    }
}
