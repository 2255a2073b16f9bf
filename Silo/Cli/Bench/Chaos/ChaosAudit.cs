namespace Hunyuan3D.Hosting.Cli.Bench.Chaos;

/// <summary>Holds what the logs tell against what was promised: one accepted result a stage, no stage on two silos at a time, leases that end with their silo, little repeated work.</summary>
internal sealed class ChaosAudit(ChaosLog log, IReadOnlyList<Kill> kills, int stepsOfStage)
{
    /// <summary>A dead silo's lease is given up within this time.</summary>
    public static readonly TimeSpan LeaseLimit = TimeSpan.FromSeconds(10);

    /// <summary>A step's checkpoint is on disk and known to its job within this time, also on a loaded machine; a step that is killed before is repeated.</summary>
    private static readonly TimeSpan KeptWithin = TimeSpan.FromSeconds(1);

    /// <summary>A job that could not be told is told again within this time.</summary>
    private static readonly TimeSpan ToldWithin = TimeSpan.FromSeconds(2);

    /// <summary>Two processes write the times that are compared.</summary>
    private static readonly TimeSpan Blur = TimeSpan.FromMilliseconds(50);

    private readonly List<string> _violations = [];
    private readonly List<TimeSpan> _elsewhere = [];

    public IReadOnlyList<string> Violations => _violations;

    /// <summary>From each kill under a stage until the stage ran again, in order of length.</summary>
    public IReadOnlyList<TimeSpan> Elsewhere => _elsewhere;

    public int Interrupted { get; private set; }

    public int RepeatedSteps { get; private set; }

    public TimeSpan LongestDeadLease { get; private set; }

    public int Steps => log.Leases.Sum(lease => lease.Steps.Count);

    public ChaosAudit Run()
    {
        foreach (var (job, times) in log.Ended.Where(ended => ended.Value > 1)) _violations.Add($"Job {job} completed {times} times.");
        foreach (var stage in log.Leases.Where(lease => lease.Begun is not null).GroupBy(lease => (lease.Job, lease.Stage)))
            Examine($"The {stage.Key.Stage} stage of job {stage.Key.Job}", [.. stage.OrderBy(lease => lease.Begun)]);
        _elsewhere.Sort();
        return this;
    }

    private void Examine(string stage, LeaseStory[] leases)
    {
        if (leases.Sum(lease => lease.Taken) is > 1 and var taken) _violations.Add($"{stage}: {taken} results were accepted.");
        var (interrupted, mayRepeat) = (0, 0);
        for (var i = 0; i < leases.Length; i++)
        {
            var (lease, next) = (leases[i], i + 1 < leases.Length ? leases[i + 1] : null);
            var killed = KillOf(lease);
            if (next is not null && next.Begun < Earliest(lease.Stopped, killed) - Blur) _violations.Add($"{stage} ran on two silos at a time from {next.Begun} on.");
            if (next is not null && lease.Taken > 0) _violations.Add($"{stage} ran again at {next.Begun} after its result was accepted.");
            if (killed is not { } at) continue;
            var over = Earliest(lease.Over, next?.Begun);
            if (over <= at) continue;
            // Also one whose work was done: its result had not been taken and went with the silo.
            interrupted++;
            mayRepeat += Math.Max(1, lease.Steps.Count(step => step >= at - KeptWithin || IsUntold(step)));
            if (next is not null) _elsewhere.Add(next.Begun!.Value - at);
            Outlive(stage, at, over);
        }

        var repeated = leases.Sum(lease => lease.Steps.Count) - stepsOfStage;
        Interrupted += interrupted;
        RepeatedSteps += Math.Max(0, repeated);
        if (repeated > mayRepeat) _violations.Add($"{stage}: {repeated} steps were repeated; {interrupted} kills under it allow {mayRepeat}.");
    }

    private void Outlive(string stage, TimeSpan killed, TimeSpan over)
    {
        // The run ended before, and with it the job without an end; that is told elsewhere.
        if (over == TimeSpan.MaxValue) return;
        var away = kills.Where(kill => kill.Victim is Victim.Control or Victim.Redis).Select(kill => Min(kill.Back, over) - Max(kill.At, killed)).Where(span => span > TimeSpan.Zero);
        var outlived = over - killed - away.Aggregate(TimeSpan.Zero, (sum, span) => sum + span);
        LongestDeadLease = Max(LongestDeadLease, outlived);
        if (outlived > LeaseLimit) _violations.Add($"{stage}: its lease outlived its silo, killed at {killed}, by {outlived.TotalSeconds:F1} s.");
    }

    /// <summary>Whether the job may not have heard of a step's checkpoint, because it or the store was away: such a step is repeated when the device's silo is then killed too.</summary>
    private bool IsUntold(TimeSpan step) => kills.Any(kill => kill.Victim is Victim.Control or Victim.Redis && step >= kill.At - Blur && step <= kill.Back + ToldWithin);

    /// <summary>When its silo was killed; null: not under this lease.</summary>
    private TimeSpan? KillOf(LeaseStory lease) => kills.FirstOrDefault(kill => kill.SiloPort == lease.SiloPort && kill.At + Blur >= lease.Begun)?.At;

    private static TimeSpan Earliest(TimeSpan? a, TimeSpan? b) => Min(a ?? TimeSpan.MaxValue, b ?? TimeSpan.MaxValue);

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
