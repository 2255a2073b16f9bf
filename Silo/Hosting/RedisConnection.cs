using StackExchange.Redis;

namespace Hunyuan3D.Hosting;

/// <summary>The process's own connection to the cluster's Redis, made on first use and mended by itself.</summary>
internal sealed class RedisConnection(string connectionString) : IAsyncDisposable
{
    private readonly Lazy<Task<ConnectionMultiplexer>> _multiplexer = new(() => ConnectionMultiplexer.ConnectAsync(connectionString));

    public async Task<IDatabase> GetAsync() => (await _multiplexer.Value).GetDatabase();

    public async ValueTask DisposeAsync()
    {
        if (_multiplexer.IsValueCreated && _multiplexer.Value.IsCompletedSuccessfully)
            await (await _multiplexer.Value).DisposeAsync();
    }
}
