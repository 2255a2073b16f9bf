using Hunyuan3D.Grains.Generation;
using Hunyuan3D.Grains.Hosting;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Tests.Grains.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Generation;

/// <summary>What a job that takes longer does for itself.</summary>
public sealed class GenerationUpkeepTests
{
    [Fact]
    public async Task Upkeep_LongJob_HasAReminderUntilItEnds()
    {
        await using var silos = await TestSilos.StartAsync(new TestSilosOptions
        {
            Roles = [SiloRoles.All],
            Script = new StageScript(),
            Configure = silo => silo.Services.Configure<GenerationUpkeepOptions>(
                options => (options.FirstCheck, options.CheckPeriod) = (TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(100))),
        });
        var reminders = silos.Cluster.Silos[0].ServiceProvider.GetRequiredService<IReminderTable>();
        var request = await silos.RequestAsync(new GenerationOptions { Engine = "simulated", Texture = false });
        var job = await silos.SubmitAsync(request);
        var grain = silos.Job(job.Id).GetGrainId();
        var run = await silos.Script.NextAsync();
        await UntilAsync(1);

        // A job that the index forgot is listed again.
        await silos.Index.RemoveAsync(job.Id);
        await TestSilos.UntilAsync(() => silos.Index.ListAsync(null, null, 0, 10).Result.Contains(job.Id));

        run.Complete();
        var done = await silos.WaitAsync(job.Id, GenerationStatusCode.Completed);
        Assert.Equal(1, done.Attempt);
        await UntilAsync(0);

        async Task UntilAsync(int count)
        {
            using var patience = new CancellationTokenSource(TestSilos.Patience);
            while ((await reminders.ReadRows(grain)).Reminders.Count != count) await Task.Delay(10, patience.Token);
        }
    }
}
