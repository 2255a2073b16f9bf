namespace Hunyuan3D.Grains.Interfaces.Keys;

/// <summary>What was done with an API key. The grain's key is the API key's id; the API key itself never comes here.</summary>
[Alias("h3d.IKeyUsageGrain")]
public interface IKeyUsageGrain : IGrainWithStringKey
{
    /// <summary>Counts a job on the current day of UTC, durably, unless as many as may be were counted already.</summary>
    /// <param name="limit">The most jobs of a day, at least 1.</param>
    /// <param name="operation">Names the submission: one that was counted today already is granted and not counted again. Null: it is like no other.</param>
    [Alias("TakeJob")]
    Task<KeyQuotaReply> TakeJob(int limit, string? operation);

    /// <summary>The job that was counted last for this submission did not come about.</summary>
    /// <param name="resets">From the reply to <see cref="TakeJob"/>: nothing is taken off another day's count.</param>
    /// <param name="operation">As there.</param>
    [Alias("ReturnJob")]
    Task ReturnJob(DateTimeOffset resets, string? operation);
}
