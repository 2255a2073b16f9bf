using System.Diagnostics.Metrics;
using Hunyuan3D.Grains.Caching;
using Hunyuan3D.Grains.Interfaces.Caching;

namespace Hunyuan3D.Grains.Diagnostics;

/// <summary>Instruments of the result cache; the meter is <see cref="GenerationMetrics.MeterName"/>. What it keeps is told by the silo that hosts its ledger.</summary>
internal sealed class CacheMetrics
{
    private readonly Counter<long> _answers;
    private readonly Counter<long> _evictions;
    private CacheStatus? _status;

    public CacheMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(GenerationMetrics.MeterName);
        _answers = meter.CreateCounter<long>("hunyuan3d.cache.requests", "{request}", "Result cache answers: hit, partial (the mesh was known), join, join-shape, miss.");
        _evictions = meter.CreateCounter<long>("hunyuan3d.cache.evictions", "{entry}", "Entries evicted from the result cache, by reason: age or size.");
        // A counter that appears with its first event has not grown, for those who only see it then.
        foreach (var answer in Enum.GetValues<CacheAnswerKind>()) _answers.Add(0, Tag(answer));
        foreach (var reason in Enum.GetValues<EvictionReason>()) _evictions.Add(0, Tag(reason));
        meter.CreateObservableGauge("hunyuan3d.cache.entries", () => Of(status => status.Entries), "{entry}", "Meshes and results that the result cache keeps; on the silo that hosts its ledger.");
        meter.CreateObservableGauge("hunyuan3d.cache.size", () => Of(status => status.Bytes), "By", "Size of the artifacts that the result cache holds; on the silo that hosts its ledger.");
        meter.CreateObservableGauge("hunyuan3d.cache.limit", () => Of(status => status.MaxBytes), "By", "The most that may be; on the silo that hosts the ledger of the result cache.");
    }

    public void Answered(CacheAnswerKind answer) => _answers.Add(1, Tag(answer));

    public void Evicted(EvictionReason reason) => _evictions.Add(1, Tag(reason));

    /// <summary>As the ledger on this silo stands; null when it leaves.</summary>
    public void Kept(CacheStatus? status) => _status = status;

    private static KeyValuePair<string, object?> Tag(CacheAnswerKind answer) => GenerationMetrics.Tag("answer", answer == CacheAnswerKind.JoinShape ? "join-shape" : GenerationMetrics.Lower(answer));

    private static KeyValuePair<string, object?> Tag(EvictionReason reason) => GenerationMetrics.Tag("reason", GenerationMetrics.Lower(reason));

    private IEnumerable<Measurement<long>> Of(Func<CacheStatus, long> figure) => _status is { } status ? [new Measurement<long>(figure(status))] : [];
}
