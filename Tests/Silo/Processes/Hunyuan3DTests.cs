using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hunyuan3D.Inference.Export;
using Hunyuan3D.Tests.Golden;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Processes;

/// <summary>The real shape networks through the built program, on tiny recorded checkpoints.</summary>
[Collection(OneProcessTestAtATime.Name)]
public sealed partial class Hunyuan3DTests : IDisposable
{
    private const int Steps = 600;

    private readonly TemporaryFolder _folder = new();

    private string Models => _folder.File("models");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("v2-0")]
    [InlineData("v2-0-turbo")]
    [InlineData("v2-mv")]
    public async Task Generate_RecordedCheckpointAndNoise_EndsInTheRecordedMesh(string name)
    {
        var golden = new GoldenShape(name);
        var revision = golden.Import(Models).Manifest.Revision;
        string[] sides = [.. new[] { "left", "back", "right" }.Where(side => golden.PictureFile(side) is not null).SelectMany(side => new[] { $"--{side}", golden.PictureFile(side)! })];

        var (code, output) = await ServerProcess.RunAsync(
            [
                "generate", golden.PictureFile("front")!, .. sides, "-o", _folder.File("out.glb"), "--json", "--no-texture", "--models", Models,
                "--engine", "hunyuan3d", "--model", name, "--steps", Text(golden.Steps), "--guidance", Text(golden.Guidance), "--octree-resolution", Text(golden.OctreeResolution), "--faces", "1000000",
            ],
            new Dictionary<string, string> { ["Hunyuan3D__Shape__InitialLatents"] = golden.Noise });

        Assert.True(code == 0, output);
        var summary = JsonSerializer.Deserialize<JsonElement>(output.Split('\n').Single(line => line.StartsWith('{')));
        Assert.Equal(("hunyuan3d", name, revision), (summary.GetProperty("engine").GetString(), summary.GetProperty("model").GetString(), summary.GetProperty("modelRevision").GetString()));
        Assert.Equal(name == "v2-0-turbo" ? "flashvdm-mean" : "hierarchical", summary.GetProperty("decoder").GetString());
        golden.AssertSame(GlbReader.Read(await File.ReadAllBytesAsync(_folder.File("out.glb"))).Mesh);
    }

    [Fact]
    public async Task Kill_MidDiffusion_ContinuesFromItsCheckpointToTheSameBytes()
    {
        var golden = new GoldenShape("v2-0");
        golden.Import(Models);
        var settings = new Dictionary<string, string> { ["Hunyuan3D__Shape__CheckpointPeriod"] = "00:00:00" };
        string id;
        await using (var first = await ServerProcess.ServeAsync(_folder.File("data"), ["--models", Models], settings))
        {
            var jobs = new ServerJobs(first.Http);
            id = await SubmitAsync(jobs, golden);
            await jobs.UntilAsync(id, job => DiffusionSteps(job) > Steps / 10);
            await first.KillAsync();
            Assert.Equal([0], DoneBefore(first.Output));
        }

        await using var second = await ServerProcess.ServeAsync(_folder.File("data"), ["--models", Models], settings);
        var continued = await new ServerJobs(second.Http).CompletedAsync(id);
        var undisturbed = await new ServerJobs(second.Http).CompletedAsync(await SubmitAsync(new ServerJobs(second.Http), golden));

        var before = DoneBefore(second.Output);
        Assert.Equal(2, before.Length);
        Assert.InRange(before[0], 1, Steps - 1);
        Assert.Equal(0, before[1]);
        Assert.Equal(Sha256(undisturbed), Sha256(continued));
    }

    [Fact]
    public async Task Serve_GpuThatIsNotThere_DoesNotStartAndSaysWhy()
    {
        var (code, output) = await ServerProcess.RunAsync(
            ["serve", "--data", _folder.File("data"), "--urls", "http://127.0.0.1:0"], new Dictionary<string, string> { ["Hunyuan3D__Gpu__Device"] = "cuda:99" });

        Assert.True(code == 1, output);
        Assert.Contains("hunyuan3d: The device cuda:99", output, StringComparison.Ordinal);
        Assert.Contains("or use the device cpu.", output, StringComparison.Ordinal);
    }

    private static async Task<string> SubmitAsync(ServerJobs jobs, GoldenShape golden)
    {
        using var response = await jobs.PostAsync(
            await File.ReadAllBytesAsync(golden.PictureFile("front")!),
            ("engine", "hunyuan3d"), ("model", golden.Name), ("steps", Text(Steps)), ("seed", "7"), ("octreeResolution", "24"), ("texture", "false"), ("useCache", "false"));
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, body);
        return JsonSerializer.Deserialize<JsonElement>(body).GetProperty("id").GetString()!;
    }

    // -1: another step runs.
    private static int DiffusionSteps(JsonElement job)
    {
        Assert.NotEqual("completed", ServerJobs.Status(job));
        return job.GetProperty("progress") is { ValueKind: JsonValueKind.Object } progress && progress.GetProperty("step").GetString() == "diffusion" ? progress.GetProperty("done").GetInt32() : -1;
    }

    private static string? Sha256(JsonElement job) => job.GetProperty("result").GetProperty("sha256").GetString();

    /// <summary>How many diffusion steps every run found done, in order.</summary>
    private static int[] DoneBefore(string log) => [.. Continued().Matches(log).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"diffusion steps \((\d+) done before\)")]
    private static partial Regex Continued();

    private static string Text<T>(T value)
        where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);
}
