using System.Diagnostics.Metrics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Hunyuan3D.Client;
using Hunyuan3D.Grains.Diagnostics;
using Hunyuan3D.Grains.Interfaces.Generation;
using Microsoft.Extensions.Options;

namespace Hunyuan3D.Hosting.Http;

/// <summary>The event streams of this process: bounded, counted, and each change of a job encoded once however many streams tell it.</summary>
internal sealed class EventStreams
{
    private readonly EventStreamOptions _options;
    private readonly TimeProvider _time;
    private readonly ConditionalWeakTable<GenerationStatus, byte[]> _events = [];
    private int _open;

    public EventStreams(IOptions<EventStreamOptions> options, TimeProvider time, IMeterFactory meters)
    {
        (_options, _time) = (options.Value, time);
        meters.Create(GenerationMetrics.MeterName).CreateObservableGauge("hunyuan3d.http.event_streams", () => Open, "{stream}", "Event streams that this process holds open.");
    }

    /// <summary>Streams that are open now.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Sends the headers, so that the caller knows at once that it is connected.</summary>
    /// <exception cref="ClusterUnavailableException">Too many are open already.</exception>
    public async Task<EventStream> OpenAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _open) > _options.MaxStreams)
        {
            Close();
            throw new ClusterUnavailableException($"This server tells {_options.MaxStreams} callers of their jobs already. Try again later, or ask for the job itself from time to time.");
        }

        try
        {
            return await EventStream.OpenAsync(response, _options.SendTimeout, _time, Close, cancellationToken);
        }
        catch
        {
            Close();
            throw;
        }
    }

    /// <summary>A change of a job as a server-sent event; its id is the job's version.</summary>
    public ReadOnlyMemory<byte> Encode(GenerationStatus status) => _events.GetValue(status, static change =>
    {
        var head = string.Create(CultureInfo.InvariantCulture, $"id: {change.Version}\ndata: ");
        return [.. Encoding.ASCII.GetBytes(head), .. JsonSerializer.SerializeToUtf8Bytes(NativeJob.From(change), NativeJson.Default.NativeJob), (byte)'\n', (byte)'\n'];
    });

    private void Close() => Interlocked.Decrement(ref _open);
}
