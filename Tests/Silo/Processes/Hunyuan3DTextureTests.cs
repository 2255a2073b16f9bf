using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hunyuan3D.Inference.Export;
using Hunyuan3D.Tests.Golden;
using Hunyuan3D.Tests.Inference.Export;
using Hunyuan3D.Tests.Inference.TexGen.Diffusion;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Processes;

/// <summary>Both stages of the real networks through the built program, on tiny checkpoints that it imported itself.</summary>
[Collection(OneProcessTestAtATime.Name)]
public sealed partial class Hunyuan3DTextureTests(Hunyuan3DTextureTests.Imported models) : IClassFixture<Hunyuan3DTextureTests.Imported>, IDisposable
{
    private const string Shape = "v2-mini";
    private const string Paint = "paint-v2-0";
    private const string TextureSize = "256";

    // More than a machine does until the test has seen some of them; one test waits for all of the fewer.
    private const int ManySteps = 1000;
    private const int SomeSteps = 100;

    private readonly TemporaryFolder _folder = new();
    private readonly GoldenShape _golden = new(Shape);

    private static Dictionary<string, string> Settings => new()
    {
        ["Hunyuan3D__Texture__ViewSize"] = "64",
        ["Hunyuan3D__Texture__RenderSize"] = "256",
        ["Hunyuan3D__Texture__DelightSteps"] = "3",
        ["Hunyuan3D__Texture__CheckpointPeriod"] = "00:00:00",
        ["Hunyuan3D__Shape__CheckpointPeriod"] = "00:00:00",
    };

    public void Dispose() => _folder.Dispose();

    [GltfValidatorFact]
    public async Task Generate_BothStages_EndsInAValidTexturedModel()
    {
        var (code, output) = await ServerProcess.RunAsync(
            [
                "generate", _golden.PictureFile("front")!, "-o", _folder.File("out.glb"), "--json", "--models", models.Folder, "--engine", "hunyuan3d", "--model", Shape, "--steps", "3",
                "--octree-resolution", "24", "--texture-model", Paint, "--texture-steps", "3", "--texture-size", TextureSize,
            ],
            Settings);

        Assert.True(code == 0, output);
        var summary = JsonSerializer.Deserialize<JsonElement>(output.Split('\n').Single(line => line.StartsWith('{')));
        Assert.Equal(("hunyuan3d", Shape, Paint), (summary.GetProperty("engine").GetString(), summary.GetProperty("model").GetString(), summary.GetProperty("textureModel").GetString()));
        var file = await File.ReadAllBytesAsync(_folder.File("out.glb"));
        Assert.Empty(GltfValidator.Validate(file)[0]);
        var texture = GlbReader.Read(file).Textured!.BaseColor;
        Assert.Equal((256, 256), (texture.Width, texture.Height));
        Assert.True(texture.Pixels.Distinct().Count() > 50, "The texture is all but empty.");
        Assert.Contains("\"textureModelRevision\"", System.Text.Encoding.UTF8.GetString(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kill_MidTexture_ContinuesFromItsCheckpointToTheSameBytes()
    {
        string id;
        int seen;
        await using (var first = await ServeAsync())
        {
            var jobs = new ServerJobs(first.Http);
            id = await SubmitAsync(jobs, seed: 3, shapeSteps: 3, SomeSteps);
            var job = await jobs.UntilAsync(id, job => StepsOf(job, "texture") > SomeSteps / 20);
            await first.KillAsync();
            seen = StepsOf(job, "texture");
            Assert.Equal([(0, 0)], DoneBefore(first.Output));
        }

        await using var second = await ServeAsync();
        var continued = new ServerJobs(second.Http);
        var ended = await continued.CompletedAsync(id);
        var undisturbed = await continued.CompletedAsync(await SubmitAsync(continued, seed: 3, shapeSteps: 3, SomeSteps));

        var before = DoneBefore(second.Output);
        Assert.Equal(2, before.Length);
        Assert.InRange(before[0].Steps, seen / 2, SomeSteps - 1);
        Assert.Equal(1, before[0].References);
        Assert.Equal((0, 0), before[1]);
        Assert.Equal(Sha256(undisturbed), Sha256(ended));
    }

    [Fact]
    public async Task Stages_OfTwoJobs_Overlap()
    {
        await using var shapes = await ServeAsync("Shape", ["--roles", "control,gateway,gpu"]);
        await using var textures = await ServeAsync("Texture", ["--roles", "gpu", "--redis", shapes.Redis]);
        var jobs = new ServerJobs(shapes.Http);

        var first = await SubmitAsync(jobs, seed: 1, shapeSteps: 3, ManySteps);
        await jobs.UntilAsync(first, job => StepsOf(job, "texture") > 0);
        var second = await SubmitAsync(jobs, seed: 2, shapeSteps: ManySteps, textureSteps: 3);
        await jobs.UntilAsync(second, job => StepsOf(job, "shape") > 0);

        // The first job's texture has been going on all the while, on the other silo.
        var (painted, formed) = (await jobs.GetAsync(first), await jobs.GetAsync(second));
        Assert.InRange(StepsOf(painted, "texture"), 1, ManySteps - 1);
        Assert.NotEqual(painted.GetProperty("silo").GetString(), formed.GetProperty("silo").GetString());
        foreach (var id in (string[])[first, second])
            (await shapes.Http.DeleteAsync($"/v1/generations/{id}")).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task Generate_WithoutDelight_IsRefusedBeforeAnyStageWithWhatToInstall()
    {
        await RunAsync("models", "import", Path.Combine(GoldenSet.Folder("shape", Shape), "models"), "--name", Shape, "--models", _folder.File("models"));
        await RunAsync("models", "import", PaintCheckpoints.Paint, "--models", _folder.File("models"));

        var (code, output) = await ServerProcess.RunAsync(
            ["generate", _golden.PictureFile("front")!, "-o", _folder.File("out.glb"), "--models", _folder.File("models"), "--engine", "hunyuan3d", "--model", Shape], Settings);

        Assert.True(code == 2, output);
        Assert.Contains("delight-v2-0", output, StringComparison.Ordinal);
        Assert.DoesNotContain("diffusion", output, StringComparison.Ordinal);
    }

    private Task<ServerProcess> ServeAsync(string? stages = null, string[]? more = null)
    {
        var settings = Settings;
        if (stages is not null)
            settings["Hunyuan3D__Gpu__Stages"] = stages;
        return ServerProcess.ServeAsync(_folder.File("data"), ["--models", models.Folder, .. more ?? []], settings);
    }

    private static async Task RunAsync(params string[] arguments)
    {
        var (code, output) = await ServerProcess.RunAsync(arguments);
        Assert.True(code == 0, output);
    }

    private async Task<string> SubmitAsync(ServerJobs jobs, int seed, int shapeSteps, int textureSteps)
    {
        using var response = await jobs.PostAsync(
            await File.ReadAllBytesAsync(_golden.PictureFile("front")!),
            ("engine", "hunyuan3d"), ("model", Shape), ("steps", Text(shapeSteps)), ("seed", Text(seed)), ("octreeResolution", "24"), ("useCache", "false"),
            ("textureModel", Paint), ("textureSteps", Text(textureSteps)), ("textureSize", TextureSize));
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, body);
        return JsonSerializer.Deserialize<JsonElement>(body).GetProperty("id").GetString()!;
    }

    /// <summary>Diffusion steps that a stage has done; -1: something else runs.</summary>
    private static int StepsOf(JsonElement job, string stage)
    {
        Assert.DoesNotContain(ServerJobs.Status(job), (string[])["completed", "failed"]);
        return job.GetProperty("progress") is { ValueKind: JsonValueKind.Object } progress && progress.GetProperty("stage").GetString() == stage && progress.GetProperty("step").GetString() == "diffusion"
            ? progress.GetProperty("done").GetInt32()
            : -1;
    }

    private static string? Sha256(JsonElement job) => job.GetProperty("result").GetProperty("sha256").GetString();

    /// <summary>What every texture run found done, in order.</summary>
    private static (int Steps, int References)[] DoneBefore(string log) => [.. Continued().Matches(log).Select(match => (Number(match, 1), Number(match, 2)))];

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"diffusion steps \((\d+) done before, (\d+) reference pictures finished before\)")]
    private static partial Regex Continued();

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>The models of all tests, imported as a user does it.</summary>
    public sealed class Imported : IAsyncLifetime, IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public string Folder => _folder.File("models");

        public async Task InitializeAsync()
        {
            var delight = PaintCheckpoints.WriteDelight(Directory.CreateDirectory(_folder.File("hunyuan3d-delight-v2-0")).FullName);
            await RunAsync("models", "import", Path.Combine(GoldenSet.Folder("shape", Shape), "models"), "--name", Shape, "--models", Folder);
            await RunAsync("models", "import", PaintCheckpoints.Paint, "--models", Folder);
            await RunAsync("models", "import", delight, "--models", Folder);
        }

        public Task DisposeAsync() => Task.CompletedTask;

        public void Dispose() => _folder.Dispose();
    }
}
