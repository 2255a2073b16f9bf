using Hunyuan3D.Client;
using Hunyuan3D.Grains.Interfaces.Keys;

namespace Hunyuan3D.Hosting.Http.Access;

/// <summary>The counts of the cluster, one grain for each key.</summary>
internal sealed class ClusterKeyUsage(IGrainFactory grains) : IKeyUsage
{
    public async Task<KeyQuotaReply> TakeJobAsync(string keyId, int limit, string? operation, CancellationToken cancellationToken)
    {
        try
        {
            return await grains.GetGrain<IKeyUsageGrain>(keyId).TakeJob(limit, operation).WaitAsync(cancellationToken);
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            throw new ClusterUnavailableException($"The quota of key {keyId} cannot be asked for: {e.Message} Try again.", e);
        }
    }

    public Task ReturnJobAsync(string keyId, KeyQuotaReply taken, string? operation) => grains.GetGrain<IKeyUsageGrain>(keyId).ReturnJob(taken.Resets, operation);
}
