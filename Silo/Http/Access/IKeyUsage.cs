using Hunyuan3D.Grains.Interfaces.Keys;

namespace Hunyuan3D.Hosting.Http.Access;

/// <summary>Counts jobs by key, for all gateways together.</summary>
internal interface IKeyUsage
{
    /// <param name="keyId">The key's id.</param>
    /// <param name="limit">The most jobs of a day.</param>
    /// <param name="operation">Names the submission, so that its repetition is not counted again; null: it is like no other.</param>
    Task<KeyQuotaReply> TakeJobAsync(string keyId, int limit, string? operation, CancellationToken cancellationToken);

    /// <summary>The job did not come about.</summary>
    Task ReturnJobAsync(string keyId, KeyQuotaReply taken, string? operation);
}
