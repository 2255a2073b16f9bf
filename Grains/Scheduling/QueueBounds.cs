using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Scheduling;

namespace Hunyuan3D.Grains.Scheduling;

/// <summary>
/// Whether one more job may wait. Checked in the queue grain only, whose turns follow one another, so two submissions never share the last place.
/// Accepted jobs are not checked again: their later stages and attempts may bring the queue above its bounds.
/// </summary>
internal sealed class QueueBounds(QueueBoundsOptions options)
{
    private static readonly TimeSpan LeastRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan UnknownRetry = TimeSpan.FromSeconds(30);

    /// <param name="userWaiting">Tickets of the user.</param>
    /// <param name="waiting">Tickets of all users.</param>
    /// <param name="unaccounted">
    /// Jobs that a queue just started knows of but has not heard from; any of them may wait, and be this user's. Null: it does not know yet how many
    /// there are.
    /// </param>
    /// <param name="userLimit">The most that may wait of the user, where that is less than the option says.</param>
    public QueueVerdict Check(int userWaiting, int waiting, int? unaccounted, int? userLimit = null)
    {
        if (userWaiting >= UserLimit(userLimit)) return QueueVerdict.UserFull;
        if (waiting >= options.MaxWaiting) return QueueVerdict.Full;
        var certain = unaccounted is { } unheard && userWaiting + unheard < UserLimit(userLimit) && waiting + unheard < options.MaxWaiting;
        return certain ? QueueVerdict.Admitted : QueueVerdict.Rebuilding;
    }

    /// <param name="wait">How long a job that is admitted now would wait.</param>
    /// <param name="userLimit">As in <see cref="Check"/>.</param>
    public QueueLoad Describe(int userWaiting, int waiting, TimeSpan? wait, int? userLimit = null)
    {
        // A place gets free with every grant; among n that wait it takes about an n-th of the last one's wait.
        var retry = wait is { } known ? known / Math.Max(1, Math.Min(userWaiting, waiting)) : UnknownRetry;
        retry = retry < LeastRetry ? LeastRetry : retry > LongestRetry ? LongestRetry : retry;
        return new QueueLoad(userWaiting, UserLimit(userLimit), waiting, options.MaxWaiting, wait, retry);
    }

    private int UserLimit(int? own) => Math.Min(own ?? int.MaxValue, options.MaxWaitingPerUser);

    /// <summary>What a submission that found no place is told.</summary>
    public static GenerationFailure Refusal(QueueVerdict verdict, QueueLoad load)
    {
        var (count, limit, whose) = verdict == QueueVerdict.UserFull ? (load.UserWaiting, load.UserLimit, " of this user") : (load.Waiting, load.Limit, "");
        var wait = load.EstimatedWait is { } known ? $" A job submitted now would wait about {known.TotalSeconds:F0} s." : "";
        return new GenerationFailure(
            GenerationFailureCode.QueueFull,
            Stage: null,
            $"The queue is full: {count} jobs{whose} wait, and at most {limit} may.{wait} Try again in {load.RetryAfter.TotalSeconds:F0} s.",
            Retryable: true);
    }
}
