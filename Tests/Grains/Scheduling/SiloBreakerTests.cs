using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Grains.Interfaces.Scheduling;
using Hunyuan3D.Grains.Scheduling;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Scheduling;

public sealed class SiloBreakerTests
{
    private static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly SiloBreaker _breaker = new(new SiloChoiceOptions { FailuresUntilOut = 3, OutFor = TimeSpan.FromSeconds(60), LongestOut = TimeSpan.FromSeconds(200) });

    [Fact]
    public void Ended_DefectsOfDifferentJobs_TakeTheSiloOutWithTheReason()
    {
        foreach (var job in new[] { "a", "b" }) Fail(job);
        Assert.Null(_breaker.Reason);
        Fail("c");
        Assert.Equal("3 jobs in a row failed on it, the last one so: CUDA error 700", _breaker.Reason);
        Assert.Equal(Start.AddSeconds(60), _breaker.TriedAt);
        Assert.False(_breaker.Admits(Start.AddSeconds(59)));
        Assert.True(_breaker.Admits(Start.AddSeconds(60)));
    }

    [Fact]
    public void Ended_OneBadJobOrSuccessInBetweenOrOthersFaults_DoNot()
    {
        for (var i = 0; i < 10; i++) Fail("the same");
        Fail("b");
        _breaker.Ended(Lease("c", StageEnd.Completed), Start);
        Fail("d");
        Fail("e");
        for (var i = 0; i < 5; i++)
        {
            Fail($"store {i}", GenerationFailureCode.Transient);
            _breaker.Ended(Lease($"caller {i}", StageEnd.InvalidInput), Start);
            _breaker.Ended(Lease($"void {i}", StageEnd.Void), Start);
        }

        Assert.Null(_breaker.Reason);
        Assert.True(_breaker.Admits(Start));
    }

    [Fact]
    public void Granted_SiloIsOut_IsTriedByOneLeaseAtATime()
    {
        Out();
        var now = Start.AddSeconds(60);
        var trial = Guid.NewGuid();
        _breaker.Granted(trial);
        Assert.False(_breaker.Admits(now.AddDays(1)));
        // Not judged: cancelled, or never taken up.
        _breaker.Released(trial, now);
        Assert.True(_breaker.Admits(now));
        _breaker.Granted(trial = Guid.NewGuid());
        _breaker.Ended(Lease("d", StageEnd.Completed, trial), now);
        Assert.Null(_breaker.Reason);
        Assert.True(_breaker.Admits(now));
    }

    [Fact]
    public void Ended_TrialFails_PausesDoubleUpToTheLongest()
    {
        Out();
        var now = Start;
        foreach (var seconds in new[] { 60, 120, 200, 200 })
        {
            Assert.Equal(now.AddSeconds(seconds), _breaker.TriedAt);
            now = now.AddSeconds(seconds);
            var trial = Guid.NewGuid();
            _breaker.Granted(trial);
            var ended = Lease("the same", StageEnd.Failed, trial, GenerationFailureCode.Defect);
            _breaker.Ended(ended, now);
            _breaker.Released(trial, now);
            // The report with the news may come twice.
            _breaker.Ended(ended, now.AddSeconds(1));
        }
    }

    [Fact]
    public void Examine_DeviceIsNotWell_IsOutUntilItIsAndThenTried()
    {
        _breaker.Examine("the GPU is at 97 °C", Start);
        Assert.False(_breaker.Admits(Start.AddDays(1)));
        Assert.Equal(("the GPU is at 97 °C", null), (_breaker.Reason, _breaker.TriedAt));
        _breaker.Examine(null, Start.AddMinutes(2));
        Assert.True(_breaker.Admits(Start.AddMinutes(2)));
        Assert.NotNull(_breaker.Reason);
        var trial = Guid.NewGuid();
        _breaker.Granted(trial);
        _breaker.Ended(Lease("a", StageEnd.Completed, trial), Start.AddMinutes(3));
        Assert.Null(_breaker.Reason);
    }

    private void Out()
    {
        foreach (var job in new[] { "a", "b", "c" }) Fail(job);
    }

    private void Fail(string job, GenerationFailureCode code = GenerationFailureCode.Defect) => _breaker.Ended(Lease(job, StageEnd.Failed, code: code), Start);

    private static EndedLease Lease(string job, StageEnd end, Guid? id = null, GenerationFailureCode? code = null)
        => new(id ?? Guid.NewGuid(), job, new StageDemand(GenerationStage.Shape, "simulated", null), end, null, end == StageEnd.Failed ? "CUDA error 700" : null, code);
}
