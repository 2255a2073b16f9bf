namespace Hunyuan3D.Hosting.Cli.Bench;

/// <summary>
/// In a server of a measured cluster: counts grain calls and prints the count once a second, for <see cref="BenchProcess"/> to read. Only where the
/// measurement asks for it.
/// </summary>
internal sealed class GrainCallCounter(TextWriter output, TimeProvider time) : BackgroundService, IIncomingGrainCallFilter
{
    /// <summary>The configuration key that turns it on.</summary>
    public const string Key = "Hunyuan3D:Bench:CountCalls";

    /// <summary>What a printed count begins with.</summary>
    public const string Label = "Grain calls";

    public static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private long _calls;

    /// <summary>Calls of the product's own grains, those of a silo to itself included.</summary>
    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.Grain.GetType().Namespace?.StartsWith("Hunyuan3D.", StringComparison.Ordinal) ?? false)
            Interlocked.Increment(ref _calls);
        return context.Invoke();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await output.WriteLineAsync($"{Label} {Interlocked.Read(ref _calls)}");
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
}
