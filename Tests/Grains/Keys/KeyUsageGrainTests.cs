using Hunyuan3D.Grains.Interfaces.Keys;
using Hunyuan3D.Tests.Grains.Cluster;
using Orleans.Core.Internal;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Keys;

[Collection(SharedSilos.Name)]
public sealed class KeyUsageGrainTests(SharedSilos shared)
{
    [Fact]
    public async Task TakeJob_ManyAtOnceAndOverALoss_ExactlyTheLimitIsGranted()
    {
        var grain = shared.Silos.Cluster.Client.GetGrain<IKeyUsageGrain>($"key-{Guid.NewGuid():N}");
        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => grain.TakeJob(7, null)));

        Assert.Equal(7, replies.Count(reply => reply.Granted));
        Assert.Single(replies.Select(reply => reply.Resets).Distinct());

        await grain.Cast<IGrainManagementExtension>().DeactivateOnIdle();
        Assert.False((await grain.TakeJob(7, null)).Granted);
        await grain.ReturnJob(replies[0].Resets, null);
        await grain.Cast<IGrainManagementExtension>().DeactivateOnIdle();
        Assert.Equal((true, 7), ((await grain.TakeJob(7, "again")).Granted, (await grain.TakeJob(7, "again")).Used));
    }
}
