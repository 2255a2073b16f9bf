using Hunyuan3D.Grains.Caching;
using Hunyuan3D.Grains.Generation;
using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Caching;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Grains.Interfaces.Scheduling;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Generation;

public sealed class GenerationPlanTests
{
    private static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly RetryPolicy Policy = new(new RetryOptions { MaxRetries = 2, MaxSiloLosses = 2, Jitter = 0 });
    private static readonly GenerationFailure Transient = new(GenerationFailureCode.Transient, GenerationStage.Shape, "away", Retryable: true);

    [Fact]
    public void CompleteShape_TextureAsked_WaitsForTheTextureStage()
    {
        var state = GenerationPlan.CompleteShape(Running(), LeaseId, Shape(), At(5));
        Assert.Equal((GenerationStatusCode.Queued, GenerationStage.Texture, 0, 0), (state.Status, state.Stage, state.Attempt, state.Retries));
        Assert.True(state.WantsSlot);
        Assert.NotNull(state.Shape);
        Assert.Equal(Start, state.Ticket.Submitted);
    }

    [Fact]
    public void CompleteTexture_AfterShape_CompletesWithBothStagesTimes()
    {
        var waiting = GenerationPlan.CompleteShape(Running(), LeaseId, Shape(), At(5));
        var lease = new GpuSlotLease(Guid.NewGuid(), "job", GenerationStage.Texture, "silo", 0);
        var state = GenerationPlan.CompleteTexture(GenerationPlan.Grant(waiting, lease, At(6)), lease.Id, Texture(), At(9));
        Assert.Equal(GenerationStatusCode.Completed, state.Status);
        Assert.Equal((1.0, 2.0), (state.Result!.Seconds["shape"], state.Result.Seconds["texture"]));
        Assert.Equal(Texture().Model, state.Result.Model);
        Assert.Equal((At(1), At(9)), (state.Started, state.Ended));
        Assert.Null(state.Lease);
    }

    [Fact]
    public void Submit_GivenMesh_StartsWithTheTextureStageAndCompletesWithWhatItFound()
    {
        var request = new GenerationRequest(new GenerationPictures(Artifact('p')), new GenerationOptions()) { Mesh = Artifact('m') };
        var state = GenerationPlan.Submit("job", request, null, Start);
        Assert.Equal((GenerationStage.Texture, true), (state.Stage, state.WantsSlot));
        var lease = new GpuSlotLease(LeaseId, "job", GenerationStage.Texture, "silo", 0);
        state = GenerationPlan.CompleteTexture(GenerationPlan.Grant(state, lease, At(1)), LeaseId, Texture() with { Given = Shape() }, At(2));
        Assert.Equal((GenerationStatusCode.Completed, true, Shape().Faces), (state.Status, state.Result!.MeshGiven, state.Result.Faces));
    }

    [Fact]
    public void CompleteShape_NoTexture_Completes()
    {
        var state = GenerationPlan.CompleteShape(Running(texture: false), LeaseId, Shape() with { Model = Artifact('g') }, At(5));
        Assert.Equal(GenerationStatusCode.Completed, state.Status);
        Assert.Equal((Artifact('g'), 0), (state.Result!.Model, state.Result.TextureSize));
    }

    [Fact]
    public void Fail_Transient_WaitsLongerEachTimeThenFails()
    {
        var state = GenerationPlan.Fail(Running(), LeaseId, Transient, Policy, 0.5, At(10));
        Assert.Equal((GenerationStatusCode.Queued, 1, At(70)), (state.Status, state.Retries, state.NotBefore));
        Assert.Same(state, GenerationPlan.Grant(state, Lease, At(69)));
        state = GenerationPlan.Fail(GenerationPlan.Grant(state, Lease, At(70)), LeaseId, Transient, Policy, 0.5, At(100));
        Assert.Equal((2, At(220)), (state.Retries, state.NotBefore));
        state = GenerationPlan.Grant(state, Lease, At(220));
        Assert.Equal(3, state.Attempt);
        state = GenerationPlan.Fail(state, LeaseId, Transient, Policy, 0.5, At(230));
        Assert.Equal((GenerationStatusCode.Failed, Transient, At(230)), (state.Status, state.Failure, state.Ended));
    }

    [Fact]
    public void Fail_CallersFault_IsFinalAtOnce()
    {
        var failure = new GenerationFailure(GenerationFailureCode.InvalidInput, GenerationStage.Shape, "no picture", Retryable: false, "image");
        Assert.Equal(GenerationStatusCode.Failed, GenerationPlan.Fail(Running(), LeaseId, failure, Policy, 0.5, At(2)).Status);
    }

    [Fact]
    public void LoseLease_WithinTheCap_WaitsAtOnceWithCheckpointAndNoRetryCounted()
    {
        var state = GenerationPlan.SaveCheckpoint(Running(), LeaseId, Artifact('c'));
        state = GenerationPlan.LoseLease(state, LeaseId, "gone", Policy, At(5));
        Assert.Equal((GenerationStatusCode.Queued, 0, 1, Artifact('c')), (state.Status, state.Retries, state.SiloLosses.Length, state.Checkpoint));
        Assert.Null(state.NotBefore);
        state = GenerationPlan.LoseLease(GenerationPlan.Grant(state, Lease, At(6)), LeaseId, "gone", Policy, At(7));
        Assert.Equal(GenerationStatusCode.Queued, state.Status);
        state = GenerationPlan.LoseLease(GenerationPlan.Grant(state, Lease, At(8)), LeaseId, "gone", Policy, At(9));
        Assert.Equal((GenerationStatusCode.Failed, GenerationFailureCode.Poison, false), (state.Status, state.Failure!.Code, state.Failure.Retryable));
        Assert.Equal(new[] { At(5), At(7), At(9) }, state.SiloLosses.Select(loss => loss.At));
        Assert.All(state.SiloLosses, loss => Assert.Contains($"{Lease.Silo} in the shape stage at {loss.At:u} (gone)", state.Failure.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Fail_Defect_IsTriedOnceMoreElsewhereFromTheBeginning()
    {
        var defect = new GenerationFailure(GenerationFailureCode.Defect, GenerationStage.Shape, "CUDA error 700", Retryable: false);
        var state = GenerationPlan.Fail(GenerationPlan.SaveCheckpoint(Running(), LeaseId, Artifact('c')), LeaseId, defect, Policy, 0.5, At(2));
        Assert.Equal((GenerationStatusCode.Queued, 0, null, null), (state.Status, state.Retries, state.NotBefore, state.Checkpoint));
        Assert.Equal(Lease.Silo, state.Ticket.Avoid);
        state = GenerationPlan.Fail(GenerationPlan.Grant(state, Lease, At(3)), LeaseId, defect, Policy, 0.5, At(4));
        Assert.Equal((GenerationStatusCode.Failed, GenerationFailureCode.Defect), (state.Status, state.Failure!.Code));
    }

    [Fact]
    public void MissDeadline_OnlyAJobThatNeverStarted_Ends()
    {
        var request = Running().Request with { Deadline = At(10) };
        var queued = GenerationPlan.Submit("job", request, null, At(0));
        Assert.Same(queued, GenerationPlan.MissDeadline(queued, At(9)));
        Assert.Same(queued, GenerationPlan.Grant(queued, Lease, At(10)));
        Assert.Equal(GenerationFailureCode.DeadlineMissed, GenerationPlan.MissDeadline(queued, At(10)).Failure!.Code);
        // A slot that did not take the work was no start.
        var refused = GenerationPlan.Refuse(GenerationPlan.Grant(queued, Lease, At(9)), LeaseId);
        Assert.Equal(GenerationStatusCode.Failed, GenerationPlan.MissDeadline(refused, At(11)).Status);
        var lost = GenerationPlan.LoseLease(GenerationPlan.Grant(queued, Lease, At(9)), LeaseId, "gone", Policy, At(11));
        Assert.Same(lost, GenerationPlan.MissDeadline(lost, At(12)));
    }

    [Fact]
    public void HandBack_Draining_CountsNothing()
    {
        var state = GenerationPlan.HandBack(GenerationPlan.SaveCheckpoint(Running(), LeaseId, Artifact('c')), LeaseId);
        Assert.Equal((GenerationStatusCode.Queued, 0, 0, Artifact('c')), (state.Status, state.Retries, state.SiloLosses.Length, state.Checkpoint));
    }

    [Fact]
    public void AnyEvent_LeaseOfAnother_ChangesNothing()
    {
        var (state, other) = (Running(), Guid.NewGuid());
        Assert.Same(state, GenerationPlan.CompleteShape(state, other, Shape(), At(5)));
        Assert.Same(state, GenerationPlan.Fail(state, other, Transient, Policy, 0.5, At(5)));
        Assert.Same(state, GenerationPlan.LoseLease(state, other, "gone", Policy, At(5)));
        Assert.Same(state, GenerationPlan.HandBack(state, other));
        Assert.Same(state, GenerationPlan.Refuse(state, other));
        Assert.Same(state, GenerationPlan.SaveCheckpoint(state, other, Artifact('c')));
        Assert.Same(state, GenerationPlan.CompleteTexture(state, LeaseId, Texture(), At(5)));
    }

    [Fact]
    public void AnyEvent_EndedJob_ChangesNothing()
    {
        var state = GenerationPlan.Cancel(Running(), At(4));
        Assert.Equal((GenerationStatusCode.Cancelled, At(4)), (state.Status, state.Ended));
        Assert.Same(state, GenerationPlan.Cancel(state, At(5)));
        Assert.Same(state, GenerationPlan.CompleteShape(state, LeaseId, Shape(), At(5)));
        Assert.Same(state, GenerationPlan.Grant(state, Lease, At(5)));
        Assert.Same(state, GenerationPlan.Reject(state, Transient, At(5)));
        Assert.Same(state, GenerationPlan.Join(state, "other"));
    }

    [Fact]
    public void Join_AnotherJobRuns_WaitsAndThenTakesItsResultOrRuns()
    {
        var joined = GenerationPlan.Join(Queued(), "other");
        Assert.False(joined.WantsSlot);
        Assert.Same(joined, GenerationPlan.Grant(joined, Lease, At(2)));
        Assert.True(GenerationPlan.Join(joined, null).WantsSlot);
        var result = GenerationPlan.CompleteShape(Running(texture: false), LeaseId, Shape() with { Model = Artifact('g') }, At(5)).Result!;
        var taken = GenerationPlan.TakeResult(joined, result, At(6));
        Assert.Equal((GenerationStatusCode.Completed, true), (taken.Status, taken.Result!.FromCache));
    }

    [Fact]
    public void TakeShape_TextureAsked_GoesOnAsIfItHadMadeTheMesh()
    {
        var state = GenerationPlan.TakeShape(GenerationPlan.Join(Queued(), "other", forShape: true), Reused());
        Assert.Equal((GenerationStage.Texture, Reused().Source, null, false), (state.Stage, state.ReusedShape, state.JoinedTo, state.JoinsShape));
        Assert.True(state.WantsSlot);
        Assert.Same(state, GenerationPlan.TakeShape(state, Reused()));
        var lease = new GpuSlotLease(LeaseId, "job", GenerationStage.Texture, "silo", 0);
        var result = GenerationPlan.CompleteTexture(GenerationPlan.Grant(state, lease, At(6)), LeaseId, Texture(), At(9)).Result!;
        Assert.Equal((true, false, Shape().Faces), (result.ShapeReused, result.FromCache, result.Faces));
        Assert.Equal(["texture"], result.Seconds.Keys);
    }

    [Fact]
    public void TakeModel_NoTextureAsked_CompletesAndGivesTheCacheNothing()
    {
        var queued = Running(texture: false) with { Status = GenerationStatusCode.Queued, Lease = null };
        var state = GenerationPlan.TakeModel(queued with { Cache = new CacheKey("key", null) }, Reused(), Artifact('g'), At(3));
        Assert.Equal((GenerationStatusCode.Completed, true, Artifact('g'), null), (state.Status, state.Result!.FromCache, state.Result.Model, state.Shape));
    }

    [Fact]
    public void CompleteShape_NoTextureAndACacheToFill_KeepsWhatTheStageMade()
    {
        var state = GenerationPlan.CompleteShape(Running(texture: false) with { Cache = new CacheKey("key", null) }, LeaseId, Shape() with { Model = Artifact('g') }, At(5));
        Assert.Equal(Artifact('g'), state.Shape!.Model);
    }

    [Fact]
    public void Fail_ReusedMeshIsGone_StartsWithItsOwnShapeAndCountsNothing()
    {
        var lost = new GenerationFailure(GenerationFailureCode.ArtifactLost, GenerationStage.Texture, "gone", Retryable: false);
        var lease = new GpuSlotLease(LeaseId, "job", GenerationStage.Texture, "silo", 0);
        var reusing = GenerationPlan.Grant(GenerationPlan.TakeShape(Queued(), Reused()), lease, At(6));
        var state = GenerationPlan.Fail(reusing, LeaseId, lost, Policy, 0.5, At(7));
        Assert.Equal((GenerationStatusCode.Queued, GenerationStage.Shape, 0, 0), (state.Status, state.Stage, state.Attempt, state.Retries));
        Assert.True(state is { Shape: null, ReusedShape: null, NotBefore: null });
        // A mesh of its own that is gone is the end.
        Assert.Equal(GenerationStatusCode.Failed, GenerationPlan.Fail(reusing with { ReusedShape = null }, LeaseId, lost, Policy, 0.5, At(7)).Status);
    }

    [Fact]
    public void Refuse_SlotNotTaken_LeavesTheAttemptUncounted()
    {
        var state = GenerationPlan.Refuse(Running(), LeaseId);
        Assert.Equal((GenerationStatusCode.Queued, 0), (state.Status, state.Attempt));
    }

    private static readonly Guid LeaseId = Guid.NewGuid();

    private static GpuSlotLease Lease => new(LeaseId, "job", GenerationStage.Shape, "silo", 0);

    private static GenerationState Queued(bool texture = true) => GenerationPlan.Submit(
        "job", new GenerationRequest(new GenerationPictures(Artifact('p')), new GenerationOptions { Texture = texture }), null, Start);

    private static GenerationState Running(bool texture = true) => GenerationPlan.Grant(Queued(texture), Lease, At(1));

    private static ReusedShape Reused() => new(Shape(), new ShapeSource("other", At(0)));

    private static ShapeProduct Shape() => new()
    {
        Mesh = Artifact('m'),
        MaskSource = "alpha",
        Vertices = 12,
        Faces = 20,
        Closed = true,
        Manifold = true,
        Seconds = new Dictionary<string, double> { ["shape"] = 1 },
    };

    private static TextureProduct Texture() => new() { Model = Artifact('t'), TextureSize = 4, Seconds = new Dictionary<string, double> { ["texture"] = 2 } };

    private static ArtifactRef Artifact(char name) => new(new string(name, 64), 1, "x/y");

    private static DateTimeOffset At(double seconds) => Start.AddSeconds(seconds);
}
