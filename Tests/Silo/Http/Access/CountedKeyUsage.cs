using Hunyuan3D.Grains.Interfaces.Keys;
using Hunyuan3D.Grains.Keys;
using Hunyuan3D.Hosting.Http.Access;

namespace Hunyuan3D.Tests.Silo.Http.Access;

/// <summary>Counts as the cluster does, in memory.</summary>
internal sealed class CountedKeyUsage(TimeProvider time) : IKeyUsage
{
    private readonly Lock _counting = new();
    private readonly Dictionary<string, DailyQuota> _keys = [];

    public Task<KeyQuotaReply> TakeJobAsync(string keyId, int limit, string? operation, CancellationToken cancellationToken)
    {
        lock (_counting)
        {
            var today = Today(keyId);
            var next = today.Take(limit, operation);
            _keys[keyId] = next ?? today;
            return Task.FromResult(new KeyQuotaReply(next is not null, _keys[keyId].Used, today.Resets));
        }
    }

    public Task ReturnJobAsync(string keyId, KeyQuotaReply taken, string? operation)
    {
        lock (_counting)
            _keys[keyId] = Today(keyId).Return(taken.Resets, operation);
        return Task.CompletedTask;
    }

    private DailyQuota Today(string keyId) => _keys.TryGetValue(keyId, out var known) ? known.At(time.GetUtcNow()) : DailyQuota.Of(time.GetUtcNow());
}
