using Hunyuan3D.Grains.Autoscaling;
using Hunyuan3D.Grains.Hosting;
using Hunyuan3D.Grains.Interfaces.Autoscaling;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Tests.Grains.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Autoscaling;

public sealed class AutoscalerGrainTests
{
    private readonly FakeScaleTarget _target = new();

    [Fact]
    public async Task Submit_NoSilo_WaitsAndTheFirstJobTriggers()
    {
        await using var silos = await StartAsync([SiloRoles.Control | SiloRoles.Gateway], o => o.Max = 1);
        await TestSilos.UntilAsync(() => Status(silos).Result.Reason.Length > 0);

        var job = await silos.SubmitAsync();
        await TestSilos.UntilAsync(() => !_target.Added.IsEmpty);

        Assert.Equal(GenerationStatusCode.Queued, job.Status);
        Assert.Equal((1, 0), _target.Added.First());
        var decision = (await Status(silos)).Decisions[^1];
        Assert.Equal((ScaleAction.Out, "1 stages wait and there is no silo", null), (decision.Action, decision.Reason, decision.Problem));

        var silo = await silos.Cluster.StartAdditionalSiloAsync();
        _target.Instances["a"] = new ScaledInstance("a", silo.SiloAddress.Endpoint.ToString(), false, false, DateTimeOffset.UtcNow);
        Assert.Equal(GenerationStatusCode.Completed, (await silos.WaitAsync(job.Id, GenerationStatusCode.Completed)).Status);
        await TestSilos.UntilAsync(() => _target.Removed.Contains("a"));
        Assert.Equal(ScaleAction.In, (await Status(silos)).Decisions[0].Action);
    }

    [Fact]
    public async Task Submit_NoSiloAndWhatNoneWouldOffer_IsRefusedAtTheDoor()
    {
        await using var silos = await StartAsync([SiloRoles.Control | SiloRoles.Gateway]);
        await TestSilos.UntilAsync(() => silos.Queue.GetOffers().Result.Known);

        var admission = await silos.Job("a").Submit(await silos.RequestAsync(new GenerationOptions { Engine = "relief" }));

        Assert.Equal(GenerationFailureCode.ModelNotAvailable, admission.Refusal?.Code);
    }

    [Fact]
    public async Task Tick_TargetRefuses_TellsWhyAndTriesAgain()
    {
        _target.Problem = new ScaleTargetException("The quota is used up. Raise it.");
        await using var silos = await StartAsync([SiloRoles.Control | SiloRoles.Gateway]);
        await silos.SubmitAsync();
        await TestSilos.UntilAsync(() => Status(silos).Result.Problem is not null);

        var failed = await Status(silos);
        Assert.Equal("The quota is used up. Raise it.", failed.Problem);
        Assert.Equal("The quota is used up. Raise it.", failed.Decisions[0].Problem);

        _target.Problem = null;
        await TestSilos.UntilAsync(() => !_target.Added.IsEmpty);
        Assert.Null((await Status(silos)).Problem);
    }

    [Fact]
    public async Task Tick_SiloOfTheAutoscalerIsLost_GoesOnElsewhereAndKeepsTheCooldown()
    {
        // Silo 0 hosts the client's gateway; the other two compete for the autoscaler.
        await using var silos = await StartAsync([SiloRoles.Gateway, SiloRoles.Control, SiloRoles.Control], o => (o.ScaleOutCooldown, o.QueueThreshold) = (TimeSpan.FromHours(1), 0));
        await silos.SubmitAsync();
        await TestSilos.UntilAsync(() => !_target.Added.IsEmpty);
        _target.Instances["a"] = new ScaledInstance("a", null, false, false, DateTimeOffset.UtcNow);
        await TestSilos.UntilAsync(() => Status(silos).Result.Silos.Length == 1);

        // A queue of one is above the threshold of none, and a cool-down that was not durable would have been forgotten.
        var host = (await silos.Cluster.Client.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics(["Hunyuan3D.Grains.Autoscaling.AutoscalerGrain,Hunyuan3D.Grains"])).Single().SiloAddress;
        await silos.Cluster.KillSiloAsync(silos.Cluster.Silos.Single(silo => silo.SiloAddress.Equals(host)));
        await TestSilos.UntilAsync(() => TryStatus(silos)?.Reason.Contains("too recent", StringComparison.Ordinal) ?? false);

        Assert.Equal((2, 0), Assert.Single(_target.Added));
        Assert.Single((await Status(silos)).Decisions);
    }

    [Fact]
    public async Task GetStatus_Off_SaysHowToTurnItOn()
    {
        await using var silos = await StartAsync([SiloRoles.Control | SiloRoles.Gateway], o => o.Target = ScaleTargetKind.Off);
        var status = await Status(silos);
        Assert.Equal("off", status.Target);
        Assert.Contains("Hunyuan3D:Autoscaling:Target", status.Reason, StringComparison.Ordinal);
    }

    private static Task<AutoscalerStatus> Status(TestSilos silos) => silos.Cluster.Client.GetGrain<IAutoscalerGrain>(IAutoscalerGrain.Key).GetStatus();

    private static AutoscalerStatus? TryStatus(TestSilos silos)
    {
        try
        {
            return Status(silos).GetAwaiter().GetResult();
        }
        catch (OrleansException)
        {
            return null;
        }
    }

    private Task<TestSilos> StartAsync(SiloRoles[] roles, Action<AutoscalingOptions>? options = null) => TestSilos.StartAsync(new TestSilosOptions
    {
        Roles = [.. roles, SiloRoles.Gpu],
        Silos = roles.Length,
        Configure = silo =>
        {
            silo.Services.AddSingleton<IScaleTarget>(_target);
            silo.Services.Configure<AutoscalingOptions>(o =>
            {
                (o.Target, o.Period, o.OnDemandFloor) = (ScaleTargetKind.DryRun, TimeSpan.FromMilliseconds(50), 0);
                (o.IdleAfter, o.ScaleInCooldown) = (TimeSpan.FromMilliseconds(300), TimeSpan.Zero);
                options?.Invoke(o);
            });
        },
    });
}
