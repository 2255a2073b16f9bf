using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Webhooks;
using Hunyuan3D.Grains.Webhooks;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Webhooks;

public sealed class WebhookPlanTests
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly WebhookOptions Defaults = new();

    [Fact]
    public void Delivery_ReceiverAwayForever_IsGivenUpAfterEightAttemptsInADay()
    {
        var delivery = Announced();
        var now = Begin;
        while (delivery.Status == WebhookDeliveryStatus.Pending)
        {
            now = delivery.NextAttempt!.Value;
            delivery = WebhookPlan.Attempted(delivery, Answer(null), Defaults, 0.5, now);
        }

        Assert.Equal(WebhookDeliveryStatus.Failed, delivery.Status);
        Assert.Equal((8, 0, null), (delivery.Attempts.Length, delivery.AttemptsLeft, delivery.NextAttempt));
        double[] waits = [15, 60, 240, 960, 3840, 15360, 61440];
        Assert.Equal(waits, delivery.Attempts.Zip(delivery.Attempts.Skip(1), (a, b) => (b.At - a.At - a.Duration).TotalSeconds));
        Assert.InRange((now - Begin).TotalHours, 22, 24);
    }

    [Theory]
    [InlineData(200, WebhookDeliveryStatus.Delivered)]
    [InlineData(299, WebhookDeliveryStatus.Delivered)]
    [InlineData(410, WebhookDeliveryStatus.Failed)]
    [InlineData(199, WebhookDeliveryStatus.Pending)]
    [InlineData(301, WebhookDeliveryStatus.Pending)]
    [InlineData(404, WebhookDeliveryStatus.Pending)]
    [InlineData(500, WebhookDeliveryStatus.Pending)]
    [InlineData(null, WebhookDeliveryStatus.Pending)]
    public void Attempted_Status_DecidesHowItGoesOn(int? httpStatus, WebhookDeliveryStatus expected)
    {
        var next = WebhookPlan.Attempted(Announced(), Answer(httpStatus), Defaults, 0.5, Begin);

        Assert.Equal(expected, next.Status);
        Assert.Equal(expected == WebhookDeliveryStatus.Pending, next.NextAttempt is not null);
        Assert.Equal(expected == WebhookDeliveryStatus.Delivered, next.Attempts[0].Problem is null);
        Assert.Equal((1, Begin, httpStatus), (next.Attempts[0].Number, next.Attempts[0].At, next.Attempts[0].HttpStatus));
    }

    [Theory]
    [InlineData(0.0, 0.8)]
    [InlineData(1.0, 1.2)]
    public void Delay_Jitter_SpreadsByItsShare(double sample, double share) =>
        Assert.Equal(15 * 4 * share, WebhookBackoff.Delay(Defaults, 2, sample, null).TotalSeconds, 6);

    [Theory]
    [InlineData(5, 15)]
    [InlineData(100, 100)]
    [InlineData(-5, 15)]
    [InlineData(10_000_000, 86400)]
    public void Delay_RetryAfter_IsHeededWithinBounds(double asked, double expected) =>
        Assert.Equal(expected, WebhookBackoff.Delay(Defaults, 1, 0.5, TimeSpan.FromSeconds(asked)).TotalSeconds);

    [Fact]
    public void Delay_ManyFailures_StaysAtTheLongest() =>
        Assert.Equal(TimeSpan.FromDays(1), WebhookBackoff.Delay(Defaults, 400, 0.5, null));

    [Fact]
    public void Redeliver_FailedDelivery_HasAllAttemptsAnewAndTheSameId()
    {
        var failed = WebhookPlan.Attempted(Announced(), Answer(410), Defaults, 0.5, Begin);
        var again = WebhookPlan.Redeliver(failed, Defaults, Begin.AddHours(1));

        Assert.Equal((failed.Id, WebhookDeliveryStatus.Pending, 8, Begin.AddHours(1)), (again.Id, again.Status, again.AttemptsLeft, again.NextAttempt!.Value));
        var next = WebhookPlan.Attempted(again, Answer(500), Defaults, 0.5, Begin.AddHours(1));
        Assert.Equal([1, 2], next.Attempts.Select(a => a.Number));
        Assert.Equal(15, (next.NextAttempt!.Value - Begin.AddHours(1) - TimeSpan.FromSeconds(1)).TotalSeconds);
    }

    [Fact]
    public void Attempted_Often_KeepsTheLast()
    {
        var delivery = Announced();
        for (var i = 0; i < WebhookPlan.Kept + 20; i++)
            delivery = WebhookPlan.Attempted(WebhookPlan.Redeliver(delivery, Defaults, Begin), Answer(500), Defaults, 0.5, Begin);

        Assert.Equal(Enumerable.Range(21, WebhookPlan.Kept), delivery.Attempts.Select(a => a.Number));
    }

    [Theory]
    [InlineData(GenerationStatusCode.Completed, "generation.completed")]
    [InlineData(GenerationStatusCode.Failed, "generation.failed")]
    [InlineData(GenerationStatusCode.Cancelled, "generation.cancelled")]
    public void Announce_End_IsNamed(GenerationStatusCode status, string name) => Assert.Equal(name, WebhookPlan.Announce(status, Defaults, Begin).Event);

    private static WebhookDelivery Announced() => WebhookPlan.Announce(GenerationStatusCode.Completed, Defaults, Begin);

    private static WebhookOutcome Answer(int? status) => new(TimeSpan.FromSeconds(1), status, status is null ? "The receiver could not be connected." : null);
}
