using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Scheduling;
using Hunyuan3D.Grains.Scheduling;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Scheduling;

public sealed class QueueBoundsTests
{
    private readonly QueueBounds _bounds = new(new QueueBoundsOptions { MaxWaiting = 10, MaxWaitingPerUser = 4 });

    [Theory]
    [InlineData(3, 9, 0, QueueVerdict.Admitted)]
    [InlineData(4, 4, 0, QueueVerdict.UserFull)]
    [InlineData(0, 10, 0, QueueVerdict.Full)]
    // Jobs that a new queue has not heard of may all be this user's.
    [InlineData(2, 2, 2, QueueVerdict.Rebuilding)]
    [InlineData(0, 7, 3, QueueVerdict.Rebuilding)]
    [InlineData(0, 6, 3, QueueVerdict.Admitted)]
    [InlineData(0, 0, null, QueueVerdict.Rebuilding)]
    public void Check_Counts_GiveTheVerdict(int userWaiting, int waiting, int? unaccounted, QueueVerdict expected)
        => Assert.Equal(expected, _bounds.Check(userWaiting, waiting, unaccounted));

    [Theory]
    [InlineData(1, 0, 2, QueueVerdict.Admitted)]
    [InlineData(2, 0, 2, QueueVerdict.UserFull)]
    [InlineData(1, 1, 2, QueueVerdict.Rebuilding)]
    // A key cannot raise what the queue allows.
    [InlineData(4, 0, 9, QueueVerdict.UserFull)]
    public void Check_OwnLimitOfTheUser_CountsWhereItIsLower(int userWaiting, int unaccounted, int userLimit, QueueVerdict expected)
    {
        Assert.Equal(expected, _bounds.Check(userWaiting, userWaiting, unaccounted, userLimit));
        Assert.Equal(Math.Min(4, userLimit), _bounds.Describe(userWaiting, userWaiting, null, userLimit).UserLimit);
    }

    [Theory]
    // Four of the user's jobs leave within 200 s, so a place comes free about every 50 s.
    [InlineData(200.0, 50)]
    [InlineData(0.1, 1)]
    [InlineData(1e6, 600)]
    [InlineData(null, 30)]
    public void Describe_Wait_GivesWhenToTryAgain(double? waitSeconds, int retrySeconds)
    {
        var load = _bounds.Describe(4, 8, waitSeconds is { } wait ? TimeSpan.FromSeconds(wait) : null);
        Assert.Equal(TimeSpan.FromSeconds(retrySeconds), load.RetryAfter);
        Assert.Equal((4, 4, 8, 10), (load.UserWaiting, load.UserLimit, load.Waiting, load.Limit));
    }

    [Fact]
    public void Refusal_SaysCountLimitAndWait()
    {
        var failure = QueueBounds.Refusal(QueueVerdict.UserFull, _bounds.Describe(4, 8, TimeSpan.FromSeconds(200)));
        Assert.Equal((GenerationFailureCode.QueueFull, true), (failure.Code, failure.Retryable));
        Assert.Equal("The queue is full: 4 jobs of this user wait, and at most 4 may. A job submitted now would wait about 200 s. Try again in 50 s.", failure.Message);
    }
}
