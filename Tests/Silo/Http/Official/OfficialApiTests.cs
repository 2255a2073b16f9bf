using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hunyuan3D.Client;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Hosting.Http;
using Hunyuan3D.Inference.Export;
using Hunyuan3D.Tests.Inference.Export;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Http.Official;

public sealed class OfficialApiTests(HttpServer server) : IClassFixture<HttpServer>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private static readonly byte[] Model = [.. Enumerable.Range(0, 100_001).Select(i => (byte)i)];
    private static readonly byte[] Mesh = GlbWriter.Write(ExportSamples.Cube());

    [Fact]
    public async Task Generate_AddOnsImage_IsAnsweredWithTheFile()
    {
        var answer = server.Http.PostAsync("/generate", AddOnRequest.ImageToModel(Pictures.Png(1), texture: true, Pictures.Png(2), Pictures.Png(3)));
        var id = await NextIdAsync();
        server.Client[id].Change(s => s with { Status = GenerationStatusCode.Running });
        server.Client.Complete(id, Model);
        using var response = await answer.WaitAsync(Limit);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("model/gltf-binary", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(Model, await response.Content.ReadAsByteArrayAsync());
        Assert.Equal("hunyuan3d", Assert.Single(response.Headers.GetValues(DialectJobs.EngineHeader)));
        Assert.Equal(id, Assert.Single(response.Headers.GetValues(DialectJobs.JobHeader)));
        var (pictures, submission) = server.Client.Submitted[^1];
        Assert.Equal(Pictures.Png(2), pictures.Left!.Value.ToArray());
        Assert.Equal(Pictures.Png(3), pictures.Back!.Value.ToArray());
        Assert.Null(pictures.Right);
        Assert.Equal(
            new GenerationOptions { Engine = "hunyuan3d", Texture = true, Seed = 1234, Steps = 20, Guidance = 5.5, OctreeResolution = 256, Faces = 40_000 },
            submission.Options);
    }

    [Fact]
    public async Task Send_OnlyAnImage_HasTheOfficialDefaults()
    {
        using var response = await SendAsync(("image", Base64(Pictures.Png(1))));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(
            new GenerationOptions { Engine = "hunyuan3d", Texture = false, Seed = 1234, Steps = 5, Guidance = 5, OctreeResolution = 128, Faces = 2_000_000 },
            server.Client.Submitted[^1].Submission.Options);
    }

    [Fact]
    public async Task Send_FieldsOfThePipelineUnderneath_AreIgnored()
    {
        using var response = await SendAsync(
            ("image", Base64(Pictures.Png(1))), ("remove_background", true), ("num_chunks", 8000), ("mc_algo", "mc"), ("face_count", 9000), ("seed", 7), ("text", "a robot"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal((9000, 7L), (server.Client.Submitted[^1].Submission.Options.Faces, server.Client.Submitted[^1].Submission.Options.Seed));
    }

    [Fact]
    public async Task Generate_MeshWithImage_TexturesTheMesh()
    {
        var answer = server.Http.PostAsync("/generate", AddOnRequest.TextureMesh(Mesh, Pictures.Png(4)));
        server.Client.Complete(await NextIdAsync(), Model);

        Assert.Equal(HttpStatusCode.OK, (await answer.WaitAsync(Limit)).StatusCode);
        Assert.Equal(Mesh, server.Client.Submitted[^1].Submission.Mesh!.Value.ToArray());
    }

    [Fact]
    public async Task Generate_TextOnly_IsRefusedClearly()
    {
        await ProblemAssert.IsAsync(await server.Http.PostAsync("/generate", AddOnRequest.TextToModel("a robot")), HttpStatusCode.UnprocessableEntity, "text");
        var problem = await ProblemAssert.IsAsync(await server.Http.PostAsync("/generate", AddOnRequest.TextureMesh(Mesh, "a robot")), HttpStatusCode.UnprocessableEntity, "text");
        Assert.Contains("text-to-image", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("octree_resolution", "5000", "octree_resolution")]
    [InlineData("num_inference_steps", "0", "num_inference_steps")]
    [InlineData("guidance_scale", "\"high\"", "guidance_scale")]
    [InlineData("face_count", "1.5", "face_count")]
    [InlineData("texture", "1", "texture")]
    [InlineData("seed", "-1", "seed")]
    [InlineData("type", "\"fbx\"", "type")]
    [InlineData("image", "\"no base64!\"", "image")]
    [InlineData("image_left", "\"AAAA\"", "image_left")]
    [InlineData("mesh", "\"AAAA\"", "mesh")]
    public async Task Generate_BadValue_IsRefusedWithTheOfficialName(string name, string json, string field)
    {
        var fields = new List<(string, JsonNode)> { ("texture", true), ("image", Base64(Pictures.Png(1))) };
        fields.RemoveAll(f => f.Item1 == name);
        using var response = await server.Http.PostAsync("/generate", AddOnRequest.Json([.. fields, (name, JsonNode.Parse(json)!)]));

        await ProblemAssert.IsAsync(response, HttpStatusCode.BadRequest, field);
    }

    [Fact]
    public async Task Generate_NoPicture_IsRefused() =>
        await ProblemAssert.IsAsync(await server.Http.PostAsync("/generate", AddOnRequest.Json(("seed", 1))), HttpStatusCode.BadRequest, "image");

    [Fact]
    public async Task Generate_NotJson_IsRefused() =>
        await ProblemAssert.IsAsync(await server.Http.PostAsync("/generate", new StringContent("{}")), HttpStatusCode.UnsupportedMediaType, "Content-Type");

    [Fact]
    public async Task Send_TypeThatStatusCannotGive_IsRefused() =>
        await ProblemAssert.IsAsync(await SendAsync(("image", Base64(Pictures.Png(1))), ("type", "stl")), HttpStatusCode.BadRequest, "type");

    [Fact]
    public async Task Generate_JobThatFails_SaysWhyWithItsStatus()
    {
        var answer = server.Http.PostAsync("/generate", AddOnRequest.ImageToModel(Pictures.Png(1), texture: false));
        Fail(await NextIdAsync(), GenerationFailureCode.InvalidInput, "The model takes one picture.", "left");

        var problem = await ProblemAssert.IsAsync(await answer.WaitAsync(Limit), HttpStatusCode.BadRequest, "image_left");
        Assert.Equal("The model takes one picture.", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Generate_CallerThatLeaves_CancelsItsJob()
    {
        using var leaving = new CancellationTokenSource();
        var answer = server.Http.PostAsync("/generate", AddOnRequest.ImageToModel(Pictures.Png(1), texture: false), leaving.Token);
        var id = await NextIdAsync();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);

        using var limit = new CancellationTokenSource(Limit);
        await foreach (var status in server.Client.WatchAsync(id, 0, limit.Token))
        {
            if (status.IsFinal)
                Assert.Equal(GenerationStatusCode.Cancelled, status.Status);
        }
    }

    [Fact]
    public async Task Generate_JobThatTakesTooLong_GoesOnAndIsAnsweredWithItsUid()
    {
        var answer = server.Http.PostAsync("/generate", AddOnRequest.ImageToModel(Pictures.Png(1), texture: false));
        var id = await NextIdAsync();
        server.Time.Advance(new DialectOptions().SynchronousLimit);

        var problem = await ProblemAssert.IsAsync(await answer.WaitAsync(Limit), HttpStatusCode.GatewayTimeout, field: null);
        Assert.Contains($"/status/{id}", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.False(server.Client[id].Status.IsFinal);
    }

    [Fact]
    public async Task Generate_EngineNotInstalled_SaysWhichSettingChoosesIt()
    {
        server.Client.Fault = new GenerationRejectedException(new(GenerationFailureCode.ModelNotAvailable, null, "No silo can run it.", Retryable: false, "engine"));
        try
        {
            using var response = await server.Http.PostAsync("/generate", AddOnRequest.ImageToModel(Pictures.Png(1), texture: false));

            var problem = await ProblemAssert.IsAsync(response, HttpStatusCode.UnprocessableEntity, "engine");
            Assert.Contains("Hunyuan3D:Dialects:Engine", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
        finally
        {
            server.Client.Fault = null;
        }
    }

    [Fact]
    public async Task Status_FollowsTheJobToItsModel()
    {
        var uid = await UidAsync();
        Assert.Equal("""{"status":"processing"}""", await server.Http.GetStringAsync($"/status/{uid}"));
        server.Client[uid].Change(s => s with { Status = GenerationStatusCode.Running });
        Assert.Equal("""{"status":"processing"}""", await server.Http.GetStringAsync($"/status/{uid}"));
        server.Client.Complete(uid, Model);

        var done = await server.Http.GetFromJsonAsync<JsonElement>($"/status/{uid}");
        Assert.Equal("completed", done.GetProperty("status").GetString());
        Assert.Equal(Model, done.GetProperty("model_base64").GetBytesFromBase64());
    }

    [Fact]
    public async Task Status_FailedJob_IsAnErrorWithItsMessage()
    {
        var uid = await UidAsync();
        Fail(uid, GenerationFailureCode.Defect, "It broke.", field: null);

        Assert.Equal("""{"status":"error","message":"It broke."}""", await server.Http.GetStringAsync($"/status/{uid}"));
    }

    [Fact]
    public async Task Status_NoSuchJob_IsNotFound() =>
        await ProblemAssert.IsAsync(await server.Http.GetAsync($"/status/{Guid.NewGuid():D}"), HttpStatusCode.NotFound, "id");

    private async Task<string> NextIdAsync() => await server.Client.Ids.Reader.ReadAsync().AsTask().WaitAsync(Limit);

    private async Task<string> UidAsync()
    {
        using var response = await SendAsync(("image", Base64(Pictures.Png(1))));
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("uid").GetString()!;
    }

    private async Task<HttpResponseMessage> SendAsync(params (string, JsonNode)[] fields)
    {
        var response = await server.Http.PostAsync("/send", AddOnRequest.Json(fields));
        if (response.IsSuccessStatusCode)
            await NextIdAsync();
        return response;
    }

    private void Fail(string id, GenerationFailureCode code, string message, string? field) => server.Client[id].Change(
        s => s with { Status = GenerationStatusCode.Failed, Failure = new GenerationFailure(code, GenerationStage.Shape, message, Retryable: false, field) });

    private static string Base64(byte[] bytes) => Convert.ToBase64String(bytes);
}
