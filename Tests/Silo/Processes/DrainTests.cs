using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Processes;

/// <summary>SIGTERM to the process that runs a job's stage: the job goes on from its checkpoint in another one, and nothing is counted against it.</summary>
[Collection(OneProcessTestAtATime.Name)]
public sealed class DrainTests : IDisposable
{
    private const double ShapeSeconds = 4;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Terminate_ProcessThatRunsAStage_JobGoesOnElsewhereFromItsCheckpoint()
    {
        var settings = SimulatedSettings.Stages(ShapeSeconds, textureSeconds: 0.1);
        await using var gateway = await ServerProcess.ServeAsync(_folder.Path, ["--roles", "control,gateway"], settings);
        string[] joining = ["--roles", "gpu", "--redis", gateway.Redis];
        await using var one = await ServerProcess.ServeAsync(_folder.Path, joining, settings);
        await using var other = await ServerProcess.ServeAsync(_folder.Path, joining, settings);
        var jobs = new ServerJobs(gateway.Http);
        var id = await jobs.SubmitAsync(seed: 1);
        // Of the whole job: the shape stage is more than half through.
        var half = await jobs.UntilAsync(id, job => job.GetProperty("progress") is { ValueKind: JsonValueKind.Object } progress && progress.GetProperty("fraction").GetDouble() > 0.3);
        var silo = half.GetProperty("silo").GetString()!;
        var (runs, waits) = silo.Contains($":{one.SiloPort}", StringComparison.Ordinal) ? (one, other) : (other, one);

        var start = Stopwatch.GetTimestamp();
        var exit = runs.TerminateAsync();
        var again = await jobs.UntilAsync(id, job => job.GetProperty("silo").GetString() is { } next && next != silo);
        Assert.Contains($":{waits.SiloPort}", again.GetProperty("silo").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, await exit);
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 25);

        var done = await jobs.CompletedAsync(id);
        Assert.Equal(JsonValueKind.Null, done.GetProperty("failure").ValueKind);
        Assert.Empty(done.GetProperty("siloLosses").EnumerateArray());
        Assert.InRange(done.GetProperty("result").GetProperty("seconds").GetProperty("shape").GetDouble(), 0, 0.6 * ShapeSeconds);
    }
}
