using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime;
using System.Text.Json;

namespace Hunyuan3D.Hosting.Cli.Bench;

/// <summary>
/// In a server of a measured cluster: counts grain calls and what the silo sends to others, and prints the counts once a second, for
/// <see cref="BenchProcess"/> to read. Only where the measurement asks for it.
/// </summary>
internal sealed class GrainCallCounter : BackgroundService, IIncomingGrainCallFilter
{
    /// <summary>The configuration key that turns it on.</summary>
    public const string Key = "Hunyuan3D:Bench:CountCalls";

    /// <summary>What printed counts begin with; a JSON object of <see cref="CallCounts"/> follows.</summary>
    public const string Label = "Calls so far ";

    public static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private const string OrleansMeter = "Microsoft.Orleans";
    private const string SentMessages = "orleans-messaging-sent-messages-size";

    private readonly TextWriter _output;
    private readonly TimeProvider _time;
    private readonly MeterListener _sent = new();
    private readonly ConcurrentDictionary<(string Interface, string Method), StrongCount> _calls = new();
    private long _messages;

    private GrainCallCounter(TextWriter output, TimeProvider time)
    {
        (_output, _time) = (output, time);
        _sent.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == OrleansMeter && instrument.Name == SentMessages) listener.EnableMeasurementEvents(instrument);
        };
        _sent.SetMeasurementEventCallback<int>((_, _, _, _) => Interlocked.Increment(ref _messages));
        _sent.Start();
    }

    /// <summary>Calls of the product's own grains, those of a silo to itself included.</summary>
    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.Grain.GetType().Namespace?.StartsWith("Hunyuan3D.", StringComparison.Ordinal) ?? false)
            Interlocked.Increment(ref _calls.GetOrAdd((context.InterfaceName, context.MethodName), _ => new StrongCount()).Value);
        return context.Invoke();
    }

    public override void Dispose()
    {
        _sent.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await _output.WriteLineAsync(Label + JsonSerializer.Serialize(Counts(), BenchLines.Default.CallCounts));
    }

    /// <summary>Adds it to a silo, if asked.</summary>
    public static void AddTo(ISiloBuilder silo, IConfiguration configuration)
    {
        if (!configuration.GetValue<bool>(Key))
            return;
        var counter = new GrainCallCounter(Console.Out, TimeProvider.System);
        silo.AddIncomingGrainCallFilter(counter);
        silo.Services.AddHostedService(_ => counter);
    }

    private CallCounts Counts() => new(
        _calls.ToDictionary(call => $"{call.Key.Interface[(call.Key.Interface.LastIndexOf('.') + 1)..]}.{call.Key.Method}", call => Interlocked.Read(ref call.Value.Value)),
        Interlocked.Read(ref _messages),
        JitInfo.GetCompiledMethodCount());

    private sealed class StrongCount
    {
        public long Value;
    }
}
