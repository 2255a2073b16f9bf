using Hunyuan3D.Grains.Hosting;
using Hunyuan3D.Grains.Interfaces.Keys;
using Hunyuan3D.Grains.Placement;

namespace Hunyuan3D.Grains.Keys;

/// <summary>Counts the jobs of a key, for all gateways together; a count is durable before it is answered. <see cref="DailyQuota"/> decides.</summary>
[ControlPlacement]
[Orleans.Placement.PreferLocalPlacement]
[CollectionAgeLimit(Minutes = 10)]
internal sealed class KeyUsageGrain([PersistentState("keyusage", GrainStorageNames.Hunyuan3D)] IPersistentState<KeyUsageRecord> record, TimeProvider time) : Grain, IKeyUsageGrain
{
    private DailyQuota Today => record.State.Today?.At(time.GetUtcNow()) ?? DailyQuota.Of(time.GetUtcNow());

    public async Task<KeyQuotaReply> TakeJob(int limit, string? operation)
    {
        var today = Today;
        var next = today.Take(limit, operation);
        if (next is not null && !ReferenceEquals(next, today)) await SaveAsync(next);
        return new KeyQuotaReply(next is not null, (next ?? today).Used, today.Resets);
    }

    public async Task ReturnJob(DateTimeOffset resets, string? operation)
    {
        var today = Today;
        var next = today.Return(resets, operation);
        if (!ReferenceEquals(next, today)) await SaveAsync(next);
    }

    private async Task SaveAsync(DailyQuota next)
    {
        var before = record.State.Today;
        record.State.Today = next;
        try
        {
            await record.WriteStateAsync();
        }
        catch (Exception exception)
        {
            record.State.Today = before;
            if (exception is OrleansException) throw;
            throw new OrleansException($"The use of key {this.GetPrimaryKeyString()} could not be counted: {exception.Message}");
        }
    }
}
