using Hunyuan3D.Grains.Hosting;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Scheduling;
using Hunyuan3D.Tests.Grains.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Scheduling;

public sealed class UnservedJobTests
{
    /// <summary>Accepted before any silo had said what it can do; then there are silos, and none of them can.</summary>
    [Fact]
    public async Task Submit_NoSiloWillServeIt_IsGivenUpAndOthersGoOn()
    {
        await using var silos = await TestSilos.StartAsync(new TestSilosOptions
        {
            Roles = [SiloRoles.Control | SiloRoles.Gateway, SiloRoles.Gpu],
            Silos = 1,
            Script = new StageScript(),
            Configure = silo => silo.Services.Configure<QueueOptions>(options => (options.TickPeriod, options.UnservedAfter) = (TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1))),
        });
        var served = await silos.SubmitAsync(await silos.RequestAsync(new GenerationOptions { Engine = "simulated", Texture = false }));
        var unserved = await silos.SubmitAsync(await silos.RequestAsync(new GenerationOptions { Engine = "hunyuan3d", Texture = false }));
        Assert.Equal((GenerationStatusCode.Queued, WaitReason.Silo), (unserved.Status, unserved.WaitingFor));

        await silos.Cluster.StartAdditionalSiloAsync();
        (await silos.Script.NextAsync()).Complete();
        await silos.WaitAsync(served.Id, GenerationStatusCode.Completed);
        var ended = await silos.WaitAsync(unserved.Id, GenerationStatusCode.Failed);

        Assert.Equal((GenerationFailureCode.ModelNotAvailable, false), (ended.Failure!.Code, ended.Failure.Retryable));
        Assert.Contains("hunyuan3d", ended.Failure.Message, StringComparison.Ordinal);
    }
}
