using System.Text.Json;
using Hunyuan3D.Tests.Silo.Hosting.Telemetry;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Processes;

/// <summary>What processes tell of a job to those who follow it: traces and logs.</summary>
[Collection(OneProcessTestAtATime.Name)]
public sealed class TraceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Serve_CollectorConfigured_OneTraceFollowsAJobThroughHttpGrainsAndStagesOfTwoProcesses()
    {
        await using var collector = await TraceCollector.StartAsync();
        var settings = SimulatedSettings.Stages(shapeSeconds: 0.1, textureSeconds: 0.1);
        foreach (var (name, value) in collector.Settings) settings[name] = value;
        settings["Hunyuan3D__Telemetry__JsonLogs"] = "true";
        await using var gateway = await ServerProcess.ServeAsync(_folder.Path, ["--roles", "control,gateway"], settings);
        await using var gpu = await ServerProcess.ServeAsync(_folder.Path, ["--roles", "gpu", "--redis", gateway.Redis], settings);
        var jobs = new ServerJobs(gateway.Http);
        using (await gateway.Http.GetAsync("/metrics"))
        {
        }

        var id = await jobs.SubmitAsync(seed: 1);
        await jobs.CompletedAsync(id);

        var request = await collector.WaitAsync(span => span.Parent.Length == 0 && span.Name.StartsWith("POST /v1/generations", StringComparison.Ordinal));
        var submit = await collector.WaitAsync(span => span.Trace == request.Trace && span.Name.EndsWith("/Submit", StringComparison.Ordinal));
        foreach (var name in new[] { "queue", "stage shape", "stage texture", "job" })
            await collector.WaitAsync(span => span.Trace == request.Trace && span.Name == name);
        // The stages' own calls, from the other process back to the job.
        var shape = collector.Spans.Single(span => span.Name == "stage shape");
        var texture = collector.Spans.Single(span => span.Name == "stage texture");
        var within = collector.Spans.Where(span => span.Trace == request.Trace).Select(span => span.Id).ToHashSet();
        Assert.All([shape, texture], stage => Assert.Contains(stage.Parent, within));
        Assert.NotEqual("", submit.Parent);
        // Probes, scrapes and what silos tell each other all the time begin no traces.
        Assert.DoesNotContain(collector.Spans, span => span.Name.Contains("metrics", StringComparison.Ordinal) || span.Name.Contains("healthz", StringComparison.Ordinal));
        Assert.DoesNotContain(collector.Spans, span => span.Parent.Length == 0 && !span.Name.Contains("/v1/generations", StringComparison.Ordinal));

        var line = gateway.Output.Split('\n').Select(Parse).First(entry => entry is { } log && log.TryGetProperty("Message", out var message) && message.GetString()!.Contains($"Job {id} of", StringComparison.Ordinal))!.Value;
        Assert.Contains(line.GetProperty("Scopes").EnumerateArray(), scope => scope.ValueKind == JsonValueKind.Object && scope.TryGetProperty("JobId", out var job) && job.GetString() == id);
    }

    private static JsonElement? Parse(string line)
    {
        try
        {
            return line.StartsWith('{') ? JsonSerializer.Deserialize<JsonElement>(line) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
