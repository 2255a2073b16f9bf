using Hunyuan3D.Grains.Hosting;
using Hunyuan3D.Grains.Interfaces.Generation;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Cluster;

/// <summary>A job without a shape stage behaves as every other: retries, cancellation, checkpoints, lost silos.</summary>
public sealed class GivenMeshRunTests
{
    [Fact]
    public async Task KillSilo_TexturesAGivenMesh_JobGoesOnElsewhereFromItsCheckpoint()
    {
        await using var silos = await TestSilos.StartAsync(
            new TestSilosOptions { Roles = [SiloRoles.Control | SiloRoles.Gateway, SiloRoles.Gpu, SiloRoles.Gpu], Script = new StageScript() });
        var job = await silos.SubmitAsync(await RequestAsync(silos));
        var run = await silos.Script.NextAsync();
        Assert.Equal((GenerationStage.Texture, job.Request.Mesh, null), (run.Work.Lease.Stage, run.Work.Request.Mesh, run.Work.Shape));
        await silos.WaitAsync(job.Id, GenerationStatusCode.Running);
        var writes = silos.Storage.Writes;
        run.Context.Checkpoints.Save(new byte[] { 7 });
        await TestSilos.UntilAsync(() => silos.Storage.Writes > writes);

        await silos.Cluster.KillSiloAsync(silos.Cluster.Silos.Single(silo => silo.SiloAddress.ToParsableString() == run.Silo));
        var again = await silos.Script.NextAsync();
        Assert.NotEqual(run.Silo, again.Silo);
        Assert.Equal((GenerationStage.Texture, job.Request.Mesh), (again.Work.Lease.Stage, again.Work.Request.Mesh));
        Assert.Equal([7], again.Context.Checkpoints.Latest!.Value.ToArray());
        again.Complete();
        var result = (await silos.WaitAsync(job.Id, GenerationStatusCode.Completed)).Result!;
        Assert.Equal((true, 20, 4), (result.MeshGiven, result.Faces, result.TextureSize));
    }

    [Fact]
    public async Task Fail_WhileAGivenMeshIsTextured_IsTriedAgainAndCanBeCancelled()
    {
        await using var silos = await TestSilos.StartAsync(new TestSilosOptions { Roles = [SiloRoles.All], Script = new StageScript() });
        var job = await silos.SubmitAsync(await RequestAsync(silos));
        (await silos.Script.NextAsync()).Fail(new IOException("The store is away."));
        var again = await silos.Script.NextAsync();
        Assert.Equal(GenerationStage.Texture, again.Work.Lease.Stage);
        var running = await silos.WaitAsync(job.Id, GenerationStatusCode.Running);
        Assert.Equal((2, GenerationFailureCode.Transient), (running.Attempt, running.Failure!.Code));

        await silos.Job(job.Id).Cancel();
        await again.Cancelled.WaitAsync(TestSilos.Patience);
        Assert.Equal(GenerationStatusCode.Cancelled, (await silos.Job(job.Id).GetStatus())!.Status);
    }

    private static async Task<GenerationRequest> RequestAsync(TestSilos silos)
        => await silos.RequestAsync() with { Mesh = await silos.Store.PutAsync(new byte[] { 1, 2, 3 }, "model/gltf-binary", CancellationToken.None) };
}
