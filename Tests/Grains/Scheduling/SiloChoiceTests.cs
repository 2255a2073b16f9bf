using Hunyuan3D.Grains.Generation;
using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Grains.Interfaces.Scheduling;
using Hunyuan3D.Grains.Scheduling;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Scheduling;

/// <summary>Which silo a stage goes to, and when to none.</summary>
public sealed class SiloChoiceTests
{
    private const long GiB = 1L << 30;
    private static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly GpuSlotTable _table = new(new GpuSlotTableOptions(), new SiloChoiceOptions());
    private int _jobs;

    [Fact]
    public void TryGrant_WarmSiloWithSeveralSlots_IsFirstButNotPiledUpWhileOthersIdle()
    {
        Report(new SlotSilo("warm", 4) { Warm = ["simulated"] }, new SlotSilo("b", 4), new SlotSilo("c", 4));
        // The warm one while all idle, then those with nothing to do, then the warm one until it is a slot of four ahead.
        Assert.Equal(["warm", "b", "c", "warm"], Enumerable.Range(0, 4).Select(_ => Grant()));
        var counts = Enumerable.Range(0, 6).Select(_ => Grant()).Append("warm").Append("warm").Append("b").Append("c").CountBy(silo => silo).ToDictionary();
        Assert.InRange(counts["warm"], 3, 4);
        Assert.InRange(counts["b"], 3, 4);
        Assert.InRange(counts["c"], 3, 4);
    }

    [Fact]
    public void TryGrant_WeightedSilos_ShareInProportion()
    {
        var (big, small) = (new SlotSilo("big", 1) { Weight = 3 }, new SlotSilo("small", 1));
        var granted = new List<string>();
        for (var i = 0; i < 400; i++)
        {
            Report(big, small);
            var lease = Lease()!;
            granted.Add(lease.Silo);
            _table.Release(lease.Id, Start);
        }

        Assert.InRange(granted.Count(silo => silo == "big"), 299, 301);
    }

    [Theory]
    [InlineData(GenerationPriority.Interactive, "on-demand")]
    [InlineData(GenerationPriority.Batch, "spot")]
    public void TryGrant_SpotAndOnDemand_EachPriorityHasItsOwnAndTakesTheOther(GenerationPriority priority, string first)
    {
        Report(new SlotSilo("on-demand", 1), new SlotSilo("spot", 1) { Spot = true });
        Assert.Equal(first, Grant(priority));
        Assert.NotEqual(first, Grant(priority));
    }

    [Fact]
    public void TryGrant_JobFailedOnASilo_GoesElsewhereIfThereIsAny()
    {
        Report(new SlotSilo("a", 1) { Warm = ["simulated"] }, new SlotSilo("b", 2));
        Grant();
        Report(new SlotSilo("c", 1) { Warm = ["simulated"] });
        Assert.Equal("b", _table.TryGrant(Ticket() with { Avoid = "c" }, Guid.NewGuid(), Start)!.Silo);
        Assert.Equal("b", _table.TryGrant(Ticket() with { Avoid = "c" }, Guid.NewGuid(), Start)!.Silo);
        Assert.Equal("c", _table.TryGrant(Ticket() with { Avoid = "c" }, Guid.NewGuid(), Start)!.Silo);
    }

    [Fact]
    public void TryGrant_ModelDoesNotFitNow_WaitsUntilMemoryIsFree()
    {
        var silo = new SlotSilo("a", 2) { Models = [("large", 10 * GiB), ("small", 4 * GiB)], Total = 16 * GiB, Free = 12 * GiB };
        Report(silo);
        var large = _table.TryGrant(Ticket("large"), Guid.NewGuid(), Start)!;
        // The first has been granted and not yet loaded.
        Assert.False(_table.CanRun(Demand("small"), Start));
        silo.TryStart(large);
        (silo.Free, silo.Warm) = (3 * GiB, ["simulated/large"]);
        Report(silo);
        Assert.False(_table.CanRun(Demand("small"), Start));
        // Another run of a model in memory needs no more of it.
        Assert.True(_table.CanRun(Demand("large"), Start));
        silo.End(large.Id);
        Report(silo);
        // Nobody uses the large one any more: it is unloaded when room is needed.
        Assert.True(_table.CanRun(Demand("small"), Start));
    }

    [Fact]
    public void PlaceOf_ModelDoesNotFitNow_SaysTheNumbers()
    {
        var silo = new SlotSilo("a", 2) { Models = [("small", 4 * GiB)], Total = 16 * GiB, Free = 3 * GiB };
        Report(silo);
        var lanes = new PriorityLanes(new PriorityLanesOptions());
        lanes.Add(Ticket("small") with { JobId = "job" });
        var place = new WaitEstimator(lanes, _table, new StageTimes(), new OffPeakGate(new OffPeakOptions())).PlaceOf("job", Start)!;
        Assert.Equal((WaitReason.Memory, "needs 4.0 GiB of device memory; silo a has 3.0 GiB of 16.0 GiB free"), (place.Reason, place.Detail));
    }

    [Fact]
    public void Offers_NoSiloCanEverHoldAModel_RequestIsRefusedAtTheDoorWithTheNumbers()
    {
        Report(
            new SlotSilo("a", 1) { Models = [("large", 20 * GiB), ("small", 4 * GiB)], Total = 8 * GiB, Free = 8 * GiB },
            new SlotSilo("b", 1) { Models = [("large", 20 * GiB)], Total = 16 * GiB, Free = 1 * GiB });
        var refusal = GenerationAdmissionCheck.Offers(Request("large"), _table.Offers)!;
        Assert.Equal((GenerationFailureCode.OutOfCapacity, "model", false), (refusal.Code, refusal.Field, refusal.Retryable));
        Assert.StartsWith("Model 'large' needs 20.0 GiB of device memory, and no silo has more than 16.0 GiB.", refusal.Message, StringComparison.Ordinal);
        Assert.Null(GenerationAdmissionCheck.Offers(Request("small"), _table.Offers));
        Assert.False(_table.CanRun(Demand("large"), Start));

        Report(new SlotSilo("c", 1) { Models = [("large", 20 * GiB)], Total = 24 * GiB, Free = 24 * GiB });
        Assert.Null(GenerationAdmissionCheck.Offers(Request("large"), _table.Offers));
    }

    [Fact]
    public void Apply_JobsFailOnASilo_IsOutVisiblyAndTriedByOneLease()
    {
        var silo = new SlotSilo("bad", 2);
        for (var i = 0; i < 3; i++)
        {
            Report(silo);
            var lease = Lease()!;
            silo.TryStart(lease);
            silo.End(lease.Id, StageEnd.Failed);
        }

        Report(silo);
        Assert.Null(Lease());
        var snapshot = Assert.Single(_table.Silos);
        Assert.Equal(("3 jobs in a row failed on it, the last one so: the test said so", Start.AddMinutes(1)), (snapshot.OutReason, snapshot.TriedAt));
        var later = Start.AddMinutes(1);
        var trial = _table.TryGrant(Ticket(), Guid.NewGuid(), later)!;
        Assert.Null(_table.TryGrant(Ticket(), Guid.NewGuid(), later));
        silo.TryStart(trial);
        silo.End(trial.Id);
        _table.Apply(silo.Report(), later);
        Assert.Null(Assert.Single(_table.Silos).OutReason);
        Assert.NotNull(_table.TryGrant(Ticket(), Guid.NewGuid(), later));
        Assert.NotNull(_table.TryGrant(Ticket(), Guid.NewGuid(), later));
    }

    [Fact]
    public void Apply_DeviceIsTooHot_GetsNothingUntilItIsWell()
    {
        var silo = new SlotSilo("hot", 1) { Problem = "the GPU is at 97 °C, at most 92 are allowed" };
        Report(silo);
        Assert.Null(Lease());
        Assert.Equal(silo.Problem, Assert.Single(_table.Silos).OutReason);
        silo.Problem = null;
        Report(silo);
        Assert.NotNull(Lease());
    }

    /// <summary>Of a thousand free silos the one that has the model in memory is found, and of the kind that the priority prefers.</summary>
    [Theory]
    [InlineData(GenerationPriority.Interactive, "s000777")]
    [InlineData(GenerationPriority.Batch, "s000778")]
    public void TryGrant_ThousandFreeSilos_FindsTheWarmOneOfItsKind(GenerationPriority priority, string expected)
    {
        Report([.. Enumerable.Range(0, 1000).Select(i => new SlotSilo($"s{i:D6}", 1) { Spot = i % 2 == 0, Warm = i is 777 or 778 ? ["simulated"] : [] })]);
        Assert.Equal(expected, Grant(priority));
    }

    /// <summary>Hundreds of silos of many kinds: whatever is free, the choice is the first by the stated rules, looked up here among all of them.</summary>
    [Fact]
    public void TryGrant_ManySilosOfManyKinds_IsTheFirstByTheRules()
    {
        var random = new Random(5);
        var silos = Enumerable.Range(0, 400).ToDictionary(
            i => $"s{i:D3}",
            i => new SlotSilo($"s{i:D3}", 1 + random.Next(3)) { Spot = random.Next(2) == 0, Weight = 1 + random.Next(2), Warm = random.Next(3) == 0 ? ["simulated"] : random.Next(2) == 0 ? ["other"] : [] });
        var granted = silos.Keys.ToDictionary(silo => silo, _ => 0);
        Report([.. silos.Values]);
        for (var i = 0; i < 3000; i++)
        {
            var priority = (GenerationPriority)random.Next(3);
            var ticket = Ticket(priority: priority) with { Avoid = random.Next(3) == 0 ? $"s{random.Next(400):D3}" : null };
            var expected = silos.Values.Where(silo => silo.BusySlots < silo.Slots).OrderBy(silo => (
                silo.Address == ticket.Avoid,
                silo.BusySlots > 0,
                silo.BusySlots / (silo.Slots * silo.Weight) + (silo.Warm.Contains("simulated") ? 0 : 0.25),
                priority == GenerationPriority.Interactive ? silo.Spot : priority == GenerationPriority.Batch && !silo.Spot,
                granted[silo.Address] / silo.Weight,
                silo.Address)).FirstOrDefault();
            var lease = _table.TryGrant(ticket, Guid.NewGuid(), Start);
            Assert.Equal(expected?.Address, lease?.Silo);
            if (lease is not null)
            {
                Assert.True(silos[lease.Silo].TryStart(lease));
                granted[lease.Silo]++;
                // The silo may not have told yet.
                if (random.Next(2) == 0) Report(silos[lease.Silo]);
            }

            if (i % 3 > 0 && lease is not null) continue;
            var working = silos.Values.Where(silo => silo.BusySlots > 0).ToArray();
            var ending = working[random.Next(working.Length)];
            ending.End(ending.Held.First().Id);
            Report(ending);
        }
    }

    private void Report(params SlotSilo[] silos)
    {
        foreach (var silo in silos)
        {
            var report = silo.Report();
            _table.Apply(report, Start);
            silo.Acknowledge(report);
        }
    }

    private string Grant(GenerationPriority priority = GenerationPriority.Standard) => Lease(priority)!.Silo;

    private GpuSlotLease? Lease(GenerationPriority priority = GenerationPriority.Standard) => _table.TryGrant(Ticket(priority: priority), Guid.NewGuid(), Start);

    private StageTicket Ticket(string? model = null, GenerationPriority priority = GenerationPriority.Standard)
        => PriorityLanesTests.Ticket($"job{_jobs++}", priority) with { Demand = new StageDemand(GenerationStage.Shape, "simulated", model) };

    private static StageDemand Demand(string model) => new(GenerationStage.Shape, "simulated", model);

    private static GenerationRequest Request(string model) => new(
        new GenerationPictures(new ArtifactRef(new string('0', 64), 1, "image/png")), new GenerationOptions { Engine = "simulated", Model = model, Texture = false });
}
