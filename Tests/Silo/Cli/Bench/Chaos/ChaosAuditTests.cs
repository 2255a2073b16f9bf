using Hunyuan3D.Hosting.Cli.Bench.Chaos;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Cli.Bench.Chaos;

/// <summary>The audit on logs that are written here: a good run has no violations, and each kind of violation is found.</summary>
public sealed class ChaosAuditTests
{
    private const string First = "11111111-1111-1111-1111-111111111111";
    private const string Second = "22222222-2222-2222-2222-222222222222";
    private const int Steps = 4;
    private const int A = 20_001;
    private const int B = 20_002;
    private const int Control = 20_003;

    [Fact]
    public void Run_KilledAfterTwoSteps_OtherSiloDoesTheRest()
    {
        var audit = Audit(
            [new Kill(Victim.Gpu, A, At(10), At(14))],
            (A, [Begins(8, First), .. StepsOf(First, 9, 1, 2)]),
            (B, [Begins(15, Second), .. StepsOf(Second, 16, 3, 4), Ends(17, Second)]),
            (Control, [Lost(14.5, First), Took(17, Second), Ended(17)]));

        Assert.Empty(audit.Violations);
        Assert.Equal((1, 0, Steps), (audit.Interrupted, audit.RepeatedSteps, audit.Steps));
        Assert.Equal(TimeSpan.FromSeconds(5), Assert.Single(audit.Elsewhere));
        Assert.Equal(TimeSpan.FromSeconds(4.5), audit.LongestDeadLease);
    }

    [Fact]
    public void Run_KilledWhileTheResultWasOnItsWay_MayRepeatTheLastStep()
    {
        var audit = Audit(
            [new Kill(Victim.Gpu, A, At(10), At(14))],
            (A, [Begins(5, First), .. StepsOf(First, 9, 1, 2, 3, 4), Ends(9.9, First)]),
            (B, [Begins(15, Second), .. StepsOf(Second, 16, 4), Ends(16, Second)]),
            (Control, [Lost(15, First), Took(16, Second), Ended(16)]));

        Assert.Empty(audit.Violations);
        Assert.Equal(1, audit.RepeatedSteps);
    }

    [Fact]
    public void Run_MoreThanOneStepRepeated_IsAViolation() => Assert.Contains("2 steps were repeated", Assert.Single(Audit(
        [new Kill(Victim.Gpu, A, At(10), At(14))],
        (A, [Begins(8, First), .. StepsOf(First, 8.5, 1, 2)]),
        (B, [Begins(15, Second), .. StepsOf(Second, 16, 1, 2, 3, 4), Ends(17, Second)]),
        (Control, [Lost(14.5, First), Took(17, Second), Ended(17)])).Violations), StringComparison.Ordinal);

    [Fact]
    public void Run_StepsThatTheJobCouldNotBeToldOf_MayBeRepeated() => Assert.Empty(Audit(
        [new Kill(Victim.Control, Control, At(8.5), At(9.5)), new Kill(Victim.Gpu, A, At(10), At(14))],
        (A, [Begins(8, First), .. StepsOf(First, 9, 1, 2)]),
        (B, [Begins(15, Second), .. StepsOf(Second, 16, 1, 2, 3, 4), Ends(17, Second)]),
        (Control, [Lost(14.5, First), Took(17, Second), Ended(17)])).Violations);

    [Fact]
    public void Run_LeaseOutlivesItsSilo_IsAViolationUnlessTheQueueWasAway()
    {
        (int, IReadOnlyList<string>)[] logs =
        [
            (A, [Begins(8, First), .. StepsOf(First, 9, 1, 2)]),
            (B, [Begins(23, Second), .. StepsOf(Second, 23, 3, 4), Ends(24, Second)]),
            (Control, [Lost(22, First), Took(24, Second), Ended(24)]),
        ];
        var kill = new Kill(Victim.Gpu, A, At(10), At(14));

        Assert.Contains("outlived its silo", Assert.Single(Audit([kill], logs).Violations), StringComparison.Ordinal);
        Assert.Empty(Audit([kill, new Kill(Victim.Redis, 0, At(12), At(15))], logs).Violations);
    }

    [Fact]
    public void Run_TwoSilosAtATime_IsAViolation() => Assert.Contains("on two silos at a time", Assert.Single(Audit(
        [],
        (A, [Begins(8, First), .. StepsOf(First, 9, 1, 2), Ends(16, First)]),
        (B, [Begins(15, Second), .. StepsOf(Second, 16, 3, 4), Ends(17, Second)]),
        (Control, [Lost(14.5, First), Took(17, Second), Ended(17)])).Violations), StringComparison.Ordinal);

    [Fact]
    public void Run_TwoResultsAccepted_IsAViolation()
    {
        var violations = Audit(
            [],
            (A, [Begins(8, First), .. StepsOf(First, 9, 1, 2, 3, 4), Ends(10, First)]),
            (B, [Begins(15, Second), Ends(17, Second)]),
            (Control, [Took(10, First), Ended(10), Took(17, Second), Ended(17)])).Violations;

        Assert.Contains(violations, violation => violation.Contains("2 results were accepted", StringComparison.Ordinal));
        Assert.Contains(violations, violation => violation.Contains("ran again", StringComparison.Ordinal));
        Assert.Contains(violations, violation => violation.Contains("completed 2 times", StringComparison.Ordinal));
    }

    private static ChaosAudit Audit(IReadOnlyList<Kill> kills, params (int, IReadOnlyList<string>)[] logs) => new ChaosAudit(ChaosLog.Read(logs), kills, Steps).Run();

    private static TimeSpan At(double second) => new TimeSpan(12, 0, 0) + TimeSpan.FromSeconds(second);

    private static string Line(double second, string message) => $"{At(second):hh\\:mm\\:ss\\.fff} dbug: Hunyuan3D.Grains.Gpu.GpuWorker[1] {message}";

    private static string Begins(double second, string lease) => Line(second, $"Lease {lease} begins the Shape stage of job job1.");

    private static string[] StepsOf(string lease, double second, params int[] steps) => [.. steps.Select(step => Line(second, $"Lease {lease}: simulated denoising {step} of {Steps}."))];

    private static string Ends(double second, string lease) => Line(second, $"Lease {lease} ends: Completed.");

    private static string Took(double second, string lease) => Line(second, $"Job job1 took the result of its Shape stage from lease {lease}.");

    private static string Lost(double second, string lease) => Line(second, $"Job job1 lost its lease {lease} on silo 127.0.0.1:{A}@1: the silo is dead.");

    private static string Ended(double second) => Line(second, "Job job1 ended Completed after 9.000 s (from cache: False).");
}
