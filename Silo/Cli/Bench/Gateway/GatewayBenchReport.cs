namespace Hunyuan3D.Hosting.Cli.Bench.Gateway;

/// <summary>What one gateway did under submissions and event streams. Memory in megabytes of 2^20 bytes.</summary>
internal sealed record GatewayBenchReport
{
    /// <summary>Of the measurement.</summary>
    public required double Seconds { get; init; }

    /// <summary>Event streams that were held open.</summary>
    public required int Streams { get; init; }

    /// <summary>Submissions a second that were asked for.</summary>
    public required double Rate { get; init; }

    /// <summary>Jobs accepted, those of the warm-up included; each was followed to its end.</summary>
    public required int Jobs { get; init; }

    /// <summary>Submissions that were answered within the measurement.</summary>
    public required int Submissions { get; init; }

    /// <summary>From when a submission was due until its answer had been read.</summary>
    public required double SubmitP50Milliseconds { get; init; }

    public required double SubmitP95Milliseconds { get; init; }

    public required double SubmitP99Milliseconds { get; init; }

    /// <summary>Streams opened within the measurement.</summary>
    public required int StreamsOpened { get; init; }

    /// <summary>Ends of jobs that streams were told within the measurement.</summary>
    public required int Ends { get; init; }

    /// <summary>Events within the measurement whose delay could be told: all but the first of each stream.</summary>
    public required int Events { get; init; }

    /// <summary>From when the job's grain decided a change, which it then makes durable if it is more than progress, until the caller had read its event.</summary>
    public required double EventP50Milliseconds { get; init; }

    public required double EventP99Milliseconds { get; init; }

    /// <summary>Every error by its kind, those of the warm-up included.</summary>
    public required IReadOnlyDictionary<string, int> Errors { get; init; }

    public required double ResidentMegabytes { get; init; }

    public required double ResidentMaxMegabytes { get; init; }

    /// <summary>Rise of the resident memory in a minute, by least squares.</summary>
    public required double ResidentTrend { get; init; }

    /// <summary>Mean of what collections left alive in the managed heap.</summary>
    public required double ManagedMegabytes { get; init; }

    public required double ManagedMaxMegabytes { get; init; }

    public required double ManagedTrend { get; init; }

    /// <summary>Open file descriptors before the load; null: not a process of ours.</summary>
    public required int? HandlesBefore { get; init; }

    public required int? HandlesMax { get; init; }

    /// <summary>When all streams were closed again.</summary>
    public required int? HandlesAfter { get; init; }

    public required int ThreadsMax { get; init; }

    /// <summary>Work that waited for a thread; the most seen.</summary>
    public required int QueuedMax { get; init; }

    /// <summary>Cores that the gateway used.</summary>
    public required double Processors { get; init; }

    /// <summary>Processor time of the gateway over submissions and opened streams.</summary>
    public required double ProcessorMillisecondsPerRequest { get; init; }

    /// <summary>Cores that this program used to make the load.</summary>
    public required double LoadProcessors { get; init; }

    /// <summary>Streams that were opened and dropped at the end.</summary>
    public required int Aborted { get; init; }

    /// <summary>Streams that the gateway still held some time after all were dropped.</summary>
    public required int StreamsLeft { get; init; }

    /// <summary>What must not be.</summary>
    public required IReadOnlyList<string> Violations { get; init; }

    /// <summary>Second by second.</summary>
    public required IReadOnlyList<GatewaySample> Samples { get; init; }
}
