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

    private static GenerationStatus Running(GenerationStatus status, string step, double fraction) => status with
    {
        Status = GenerationStatusCode.Running,
        Progress = new GenerationProgress(GenerationStage.Shape, step, 0, 1, fraction, TimeSpan.Zero, null),
    };
}
