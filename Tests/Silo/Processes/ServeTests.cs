using System.Net;
using System.Text;
using System.Text.Json;
using Hunyuan3D.Tests.Silo.Http;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Processes;

[Collection(OneProcessTestAtATime.Name)]
public sealed class ServeTests(ServedCluster cluster) : IClassFixture<ServedCluster>
{
    [Fact]
    public async Task Serve_Submission_TellsEventsAndGivesTheModel()
    {
        var id = await cluster.Jobs.SubmitAsync(seed: 1);
        var running = await cluster.Jobs.UntilAsync(id, j => j.GetProperty("progress").ValueKind == JsonValueKind.Object);
        Assert.Equal("running", ServerJobs.Status(running));
        var job = await cluster.Jobs.CompletedAsync(id);

        using var model = await cluster.Server.Http.GetAsync(job.GetProperty("links").GetProperty("model").GetString());
        Assert.Equal(HttpStatusCode.OK, model.StatusCode);
        var bytes = await model.Content.ReadAsByteArrayAsync();
        Assert.Equal("glTF", Encoding.ASCII.GetString(bytes, 0, 4));
        Assert.Equal(job.GetProperty("result").GetProperty("bytes").GetInt64(), bytes.Length);
    }

    [Fact]
    public async Task Serve_CompletedJob_GivesEveryFormatAndThePreview()
    {
        var id = await cluster.Jobs.SubmitAsync(seed: 5);
        await cluster.Jobs.CompletedAsync(id);

        foreach (var (path, type) in new[]
        {
            ("model?format=glb", "model/gltf-binary"), ("model?format=obj", "application/zip"), ("model?format=stl", "model/stl"), ("model?format=ply", "model/ply"),
            ("preview", "image/png"),
        })
        {
            using var response = await cluster.Server.Http.GetAsync($"/v1/generations/{id}/{path}");
            Assert.True(response.IsSuccessStatusCode, $"{path}: {await response.Content.ReadAsStringAsync()}");
            Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
            Assert.NotEmpty(await response.Content.ReadAsByteArrayAsync());
        }
    }

    [Fact]
    public async Task Serve_IdenticalSubmissions_RunOnce()
    {
        var ids = await Task.WhenAll(cluster.Jobs.SubmitAsync(seed: 2), cluster.Jobs.SubmitAsync(seed: 2), cluster.Jobs.SubmitAsync(seed: 2));
        var jobs = await Task.WhenAll(ids.Select(cluster.Jobs.CompletedAsync));

        Assert.Equal(3, ids.Distinct().Count());
        Assert.Single(jobs, j => !j.GetProperty("result").GetProperty("fromCache").GetBoolean());
        Assert.Single(jobs.Select(j => j.GetProperty("result").GetProperty("sha256").GetString()).Distinct());
    }

    [Fact]
    public async Task Serve_Cancel_ReachesTheRunningStage()
    {
        var id = await cluster.Jobs.SubmitAsync(seed: 3);
        await cluster.Jobs.UntilAsync(id, j => ServerJobs.Status(j) == "running");

        await cluster.Server.Http.DeleteAsync($"/v1/generations/{id}");

        var job = await cluster.Jobs.UntilAsync(id, j => j.GetProperty("ended").ValueKind != JsonValueKind.Null);
        Assert.Equal("cancelled", ServerJobs.Status(job));
    }

    [Fact]
    public async Task Serve_BadInput_LeavesNoJobAndGoesOn()
    {
        var png = Pictures.Png(1);
        var before = (await cluster.Jobs.ListAsync()).Length;
        (byte[] Picture, string Name, string Value, HttpStatusCode Status, string Field)[] table =
        [
            ([], "seed", "1", HttpStatusCode.BadRequest, "image"),
            ("This is no picture."u8.ToArray(), "seed", "1", HttpStatusCode.BadRequest, "image"),
            (png[..^20], "seed", "1", HttpStatusCode.BadRequest, "image"),
            (Pictures.Jpeg()[..^200], "seed", "1", HttpStatusCode.BadRequest, "image"),
            (Pictures.Dot(), "seed", "1", HttpStatusCode.BadRequest, "image"),
            (Pictures.Clear(), "seed", "1", HttpStatusCode.BadRequest, "image"),
            (Pictures.Bomb(), "seed", "1", HttpStatusCode.BadRequest, "image"),
            (png, "faces", "0", HttpStatusCode.BadRequest, "faces"),
            (png, "guidance", "NaN", HttpStatusCode.BadRequest, "guidance"),
            (png, "steps", "-1", HttpStatusCode.BadRequest, "steps"),
            (png, "engine", "blender", HttpStatusCode.BadRequest, "engine"),
            (png, "engine", "hunyuan3d", HttpStatusCode.UnprocessableEntity, "engine"),
        ];

        foreach (var (picture, name, value, status, field) in table)
        {
            using var response = await cluster.Jobs.PostAsync(picture, (name, value));
            await ProblemAssert.IsAsync(response, status, field);
        }

        Assert.Equal(before, (await cluster.Jobs.ListAsync()).Length);
        await cluster.Jobs.CompletedAsync(await cluster.Jobs.SubmitAsync(seed: 4));
    }

    [Fact]
    public async Task Serve_CallbackWithoutASecretToSignWith_IsRefusedWithTheRemedy()
    {
        using var response = await cluster.Jobs.PostAsync(Pictures.Png(1), ("engine", "simulated"), ("callback_url", "https://1.1.1.1/hook"));

        var problem = await ProblemAssert.IsAsync(response, HttpStatusCode.BadRequest, "callback_url");
        Assert.Contains("Hunyuan3D:Webhooks:Secret", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_Dashboard_ShowsTheSilo()
    {
        var page = await cluster.Server.Http.GetAsync("/dashboard/");
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);

        var counters = JsonSerializer.Deserialize<JsonElement>(await cluster.Server.Http.GetStringAsync("/dashboard/DashboardCounters"));
        Assert.Equal("Active", counters.GetProperty("hosts")[0].GetProperty("status").GetString());
    }

    [Fact]
    public async Task Serve_FolderInUse_IsRefusedWithTheRemedy()
    {
        var folder = cluster.Server.Output.Split('\n').Single(l => l.StartsWith("Data in", StringComparison.Ordinal))[8..].Trim();

        var (code, output) = await ServerProcess.RunAsync("serve", "--data", folder, "--urls", "http://127.0.0.1:0");

        Assert.Equal(1, code);
        Assert.Contains("in use by another hunyuan3d process", output, StringComparison.Ordinal);
        Assert.Contains("--redis 127.0.0.1:", output, StringComparison.Ordinal);
    }
}
