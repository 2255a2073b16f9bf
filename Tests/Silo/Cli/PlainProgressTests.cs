using Hunyuan3D.Client;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Hosting.Cli;
using Hunyuan3D.Tests.Silo.Http;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Cli;

public sealed class PlainProgressTests
{
    [Fact]
    public async Task Report_SeveralChanges_WritesOneLineForEveryStep()
    {
        var time = new FakeTimeProvider();
        using var writer = new StringWriter();
        var progress = new PlainProgress(writer, time);
        var queued = await new FakeClient().SubmitAsync(new PictureFiles(Pictures.Png(1)));

        progress.Report(queued);
        progress.Report(Running(queued, "decode volume", 0.1));
        progress.Report(Running(queued, "decode volume", 0.2));
        time.Advance(TimeSpan.FromSeconds(2));
        progress.Report(Running(queued, "marching cubes", 0.5));
        progress.Report(queued with { Status = GenerationStatusCode.Running });
        progress.Report(queued with { QueuePosition = null });
        progress.Report(queued with { Status = GenerationStatusCode.Completed });

        Assert.Equal(
            ["   0.0 s    0 %  queued, place 1", "   0.0 s   10 %  shape: decode volume", "   2.0 s   50 %  shape: marching cubes", "   2.0 s   50 %  queued", "   2.0 s  100 %  completed"],
            writer.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Report_WaitGetsShorter_WritesOnlyWhatIsNoticeable()
    {
        using var writer = new StringWriter();
        var progress = new PlainProgress(writer, new FakeTimeProvider());
        var queued = await new FakeClient().SubmitAsync(new PictureFiles(Pictures.Png(1)));

        foreach (var seconds in new[] { 7300, 3000.0, 178, 155, 60, 59, 41, 3, 0.4 })
            progress.Report(queued with { QueuePosition = 4, EstimatedWait = TimeSpan.FromSeconds(seconds) });
        progress.Report(queued with { EstimatedWait = TimeSpan.FromSeconds(1), WaitDetail = "needs 12 GiB" });

        Assert.Equal(
            ["about 3 h", "about 50 min", "about 3 min", "about 60 s", "about 50 s", "a few seconds", "a few seconds (needs 12 GiB)"],
            writer.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[(line.IndexOf(" in ", StringComparison.Ordinal) + 4)..]));
    }

    private static GenerationStatus Running(GenerationStatus status, string step, double fraction) => status with
    {
        Status = GenerationStatusCode.Running,
        Progress = new GenerationProgress(GenerationStage.Shape, step, 0, 1, fraction, TimeSpan.Zero, null),
    };
}
