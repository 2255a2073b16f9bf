using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Hunyuan3D.Grains.Interfaces.Webhooks;
using Hunyuan3D.Grains.Webhooks;

namespace Hunyuan3D.Grains.Diagnostics;

/// <summary>Instruments of callbacks, on the silos that deliver them; the meter is <see cref="GenerationMetrics.MeterName"/>.</summary>
internal sealed class WebhookMetrics
{
    private static readonly string[] Outcomes = ["taken", "refused", "unreachable"];

    private readonly Counter<long> _attempts;
    private readonly Counter<long> _deliveries;
    private readonly Histogram<double> _duration;
    private readonly ConcurrentDictionary<string, bool> _pending = new(StringComparer.Ordinal);

    public WebhookMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(GenerationMetrics.MeterName);
        _attempts = meter.CreateCounter<long>("hunyuan3d.webhooks.attempts", "{attempt}", "Attempts to deliver a callback, by outcome: taken (2xx), refused (another status) or unreachable.");
        _deliveries = meter.CreateCounter<long>("hunyuan3d.webhooks.deliveries", "{delivery}", "Callbacks that ended, by status: delivered or failed.");
        _duration = meter.CreateHistogram("hunyuan3d.webhooks.duration", "s", "How long an attempt took, by outcome.", advice: Durations.Buckets);
        meter.CreateObservableGauge("hunyuan3d.webhooks.pending", () => _pending.Count, "{delivery}", "Callbacks that are under way or due within minutes, on this silo.");
        // A counter that appears with its first event has not grown, for those who only see it then.
        foreach (var outcome in Outcomes) _attempts.Add(0, GenerationMetrics.Tag("outcome", outcome));
        Ended(WebhookDeliveryStatus.Delivered, 0);
        Ended(WebhookDeliveryStatus.Failed, 0);
    }

    public void Attempted(WebhookOutcome outcome)
    {
        var tag = GenerationMetrics.Tag("outcome", Outcomes[outcome.IsTaken ? 0 : outcome.HttpStatus is not null ? 1 : 2]);
        _attempts.Add(1, tag);
        _duration.Record(outcome.Duration.TotalSeconds, tag);
    }

    public void Ended(WebhookDeliveryStatus status) => Ended(status, 1);

    /// <summary>Whether this silo has a delivery in mind.</summary>
    public void Pending(string jobId, bool pending)
    {
        if (pending) _pending[jobId] = true;
        else _pending.TryRemove(jobId, out _);
    }

    private void Ended(WebhookDeliveryStatus status, long count) => _deliveries.Add(count, GenerationMetrics.Tag("status", GenerationMetrics.Lower(status)));
}
