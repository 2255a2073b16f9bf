using System.Collections.Concurrent;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hunyuan3D.Tests.Silo.Hosting.Telemetry;

/// <summary>A collector of OpenTelemetry traces (OTLP over HTTP) that keeps what it gets.</summary>
internal sealed class TraceCollector : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<Span> _spans = new();
    private readonly WebApplication _app;

    private TraceCollector(WebApplication app) => _app = app;

    /// <summary>Ids in hexadecimal; <see cref="Parent"/> is empty where the trace begins.</summary>
    public sealed record Span(string Trace, string Id, string Parent, string Name);

    /// <summary>The environment of a process that sends its traces here.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _app.Urls.Single(),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
    };

    public IReadOnlyCollection<Span> Spans => _spans;

    public static async Task<TraceCollector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var collector = new TraceCollector(app);
        app.MapPost("/v1/traces", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            collector.Take(body.ToArray());
        });
        await app.StartAsync();
        return collector;
    }

    /// <summary>Waits for a span.</summary>
    public async Task<Span> WaitAsync(Func<Span, bool> wanted)
    {
        using var limit = new CancellationTokenSource(Limit);
        for (; ; )
        {
            if (_spans.FirstOrDefault(wanted) is { } span) return span;
            if (limit.IsCancellationRequested) throw new InvalidOperationException($"No such span among:\n{string.Join('\n', _spans)}");
            await Task.Delay(20, limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    // opentelemetry-proto, trace.proto: ExportTraceServiceRequest.resource_spans = 1, ResourceSpans.scope_spans = 2, ScopeSpans.spans = 2.
    private void Take(byte[] request)
    {
        foreach (var resource in Fields(request, 1))
        {
            foreach (var scope in Fields(resource, 2))
            {
                foreach (var span in Fields(scope, 2)) _spans.Enqueue(new Span(Hex(span, 1), Hex(span, 2), Hex(span, 4), System.Text.Encoding.UTF8.GetString(Fields(span, 5).Single())));
            }
        }
    }

    private static string Hex(byte[] message, int field) => Fields(message, field).SingleOrDefault() is { } bytes ? Convert.ToHexStringLower(bytes) : "";

    private static IEnumerable<byte[]> Fields(byte[] message, int field)
    {
        using var input = new CodedInputStream(message);
        for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            if (WireFormat.GetTagFieldNumber(tag) == field) yield return input.ReadBytes().ToByteArray();
            else input.SkipLastField();
        }
    }
}
