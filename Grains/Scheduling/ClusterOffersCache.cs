using Hunyuan3D.Grains.Interfaces.Scheduling;
using Microsoft.Extensions.Logging;

namespace Hunyuan3D.Grains.Scheduling;

/// <summary>What the cluster can run, asked of the queue at most about once a second for all jobs of this silo.</summary>
internal sealed partial class ClusterOffersCache(IGrainFactory grains, TimeProvider time, ILogger<ClusterOffersCache> logger)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private volatile Task<ClusterOffers>? _answer;
    private ClusterOffers _last = ClusterOffers.Unknown;
    private long _asked;

    /// <summary>The last known answer where the queue cannot be reached now: jobs are accepted while it moves to another silo.</summary>
    public Task<ClusterOffers> GetAsync()
    {
        var answer = _answer;
        var reusable = answer is not null && (!answer.IsCompleted || answer.Result.Known) && time.GetElapsedTime(Volatile.Read(ref _asked)) < Fresh;
        if (reusable) return answer!;
        Volatile.Write(ref _asked, time.GetTimestamp());
        return _answer = AskAsync();
    }

    private async Task<ClusterOffers> AskAsync()
    {
        try
        {
            return _last = await grains.GetGrain<IGenerationQueueGrain>(IGenerationQueueGrain.Key).GetOffers();
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            LogQueueAway(logger, exception);
            return _last;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The queue did not say what the cluster can run; its last answer is used.")]
    private static partial void LogQueueAway(ILogger logger, Exception exception);
}
