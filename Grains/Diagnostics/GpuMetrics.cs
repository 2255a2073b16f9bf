using System.Diagnostics.Metrics;
using Hunyuan3D.Grains.Gpu;
using Hunyuan3D.Grains.Interfaces.Gpu;

namespace Hunyuan3D.Grains.Diagnostics;

/// <summary>Instruments of a silo with devices; the meter is <see cref="GenerationMetrics.MeterName"/>. What a device does not tell is absent, not zero.</summary>
internal sealed class GpuMetrics
{
    private readonly Histogram<double> _inference;
    private readonly string _silo;
    private GpuSiloReport? _report;
    private GpuReading? _gpu;

    public GpuMetrics(IMeterFactory meters, ILocalSiloDetails silo)
    {
        _silo = silo.SiloAddress.Endpoint.ToString();
        var meter = meters.Create(GenerationMetrics.MeterName);
        _inference = meter.CreateHistogram(
            "hunyuan3d.inference.duration", "s", "Run time of stages that completed from their beginning, by stage, engine, model and silo; of engines without models the model is the engine.", advice: Durations.Buckets);
        meter.CreateObservableGauge("hunyuan3d.gpu.utilization", () => Gpu(gpu => gpu.Utilization), "1", "Share of the time in which the GPU computed, as its driver tells.");
        meter.CreateObservableGauge("hunyuan3d.gpu.temperature", () => Gpu(gpu => gpu.Temperature), "Cel", "Temperature of the GPU, as its driver tells.");
        meter.CreateObservableGauge("hunyuan3d.gpu.memory.used", () => Gpu(gpu => gpu.UsedMemoryBytes), "By", "Memory of the GPU in use by anybody, as its driver tells.");
        meter.CreateObservableGauge("hunyuan3d.gpu.memory.size", () => Gpu(gpu => gpu.TotalMemoryBytes), "By", "Memory of the GPU, as its driver tells.");
        meter.CreateObservableGauge("hunyuan3d.gpu.slots", Slots, "{slot}", "Places where stages run, by state.");
        meter.CreateObservableGauge("hunyuan3d.gpu.load", Load, "1", "Share of the slots' time in which stages ran lately.");
        meter.CreateObservableGauge("hunyuan3d.models.warm", Warm, "{model}", "Models in the device's memory: 1 for each.");
    }

    public void StageEnded(EndedLease lease)
    {
        if (lease.Seconds is { } seconds)
            _inference.Record(seconds, Tag("stage", GenerationMetrics.Lower(lease.Demand.Stage)), Tag("engine", lease.Demand.Engine), Tag("model", lease.Demand.Model ?? lease.Demand.Engine), Tag("silo", _silo));
    }

    /// <summary>As the silo is; called with every report to the queue.</summary>
    public void Reported(GpuSiloReport report, GpuReading? gpu) => (_report, _gpu) = (report, gpu);

    private IEnumerable<Measurement<double>> Gpu(Func<GpuReading, double?> figure)
        => _gpu is { } gpu && _report is { Slots: [var slot, ..] } && figure(gpu) is { } value ? [new Measurement<double>(value, Tag("device", slot.Device), Tag("silo", _silo))] : [];

    private IEnumerable<Measurement<int>> Slots()
    {
        if (_report is not { } report) yield break;
        var busy = report.Slots.Count(slot => slot.Busy);
        yield return new Measurement<int>(busy, Tag("state", "busy"), Tag("silo", _silo));
        yield return new Measurement<int>(report.Slots.Length - busy, Tag("state", "free"), Tag("silo", _silo));
    }

    private IEnumerable<Measurement<double>> Load() => _report is { } report ? [new Measurement<double>(report.GpuLoad, Tag("silo", _silo))] : [];

    private IEnumerable<Measurement<int>> Warm() => _report is { } report ? report.WarmModels.Select(model => new Measurement<int>(1, Tag("model", model), Tag("silo", _silo))) : [];

    private static KeyValuePair<string, object?> Tag(string name, string value) => GenerationMetrics.Tag(name, value);
}
