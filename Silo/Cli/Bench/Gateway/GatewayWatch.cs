using System.Diagnostics;

namespace Hunyuan3D.Hosting.Cli.Bench.Gateway;

/// <summary>Reads the gateway once a second.</summary>
internal sealed class GatewayWatch(GatewayApi api, BenchProcess? process)
{
    private const double Megabyte = 1 << 20;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly List<GatewaySample> _samples = [];
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>Complete when <see cref="RunAsync"/> has returned.</summary>
    public IReadOnlyList<GatewaySample> Samples => _samples;

    /// <summary>Since this watch began.</summary>
    public double Now => Stopwatch.GetElapsedTime(_start).TotalSeconds;

    /// <summary>Returns when it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Period);
        try
        {
            do _samples.Add(await ReadAsync(cancellationToken));
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    public async Task<GatewaySample> ReadAsync(CancellationToken cancellationToken)
    {
        var metrics = await api.ReadMetricsAsync(cancellationToken);
        return new GatewaySample(
            Now,
            metrics.Sum("dotnet_process_memory_working_set_bytes") / Megabyte,
            metrics.ManagedBytes / Megabyte,
            process?.Handles,
            (int)metrics.Sum("dotnet_thread_pool_thread_count_total"),
            (int)metrics.Sum("dotnet_thread_pool_queue_length_total"),
            (int)metrics.Sum("hunyuan3d_http_event_streams"),
            metrics.Sum("dotnet_process_cpu_time_seconds_total"));
    }
}
