using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Hosting.Http;
using Hunyuan3D.Tests.Silo.Http.Fetching;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Http.Tasks;

public sealed class TaskApiTests(HttpServer server, PictureServer pictures) : IClassFixture<HttpServer>, IClassFixture<PictureServer>
{
    [Fact]
    public async Task Submit_ImageUrl_QueuesATaskWithItsPicture()
    {
        using var response = await PostAsync(new { image_url = Url("/picture"), user_id = "anna", priority = 8 });
        var body = await response.Content.ReadAsStringAsync();

        Assert.True(response.StatusCode == HttpStatusCode.OK, body);
        var id = JsonSerializer.Deserialize<JsonElement>(body).GetProperty("task_id").GetString();
        Assert.Equal($$"""{"task_id":"{{id}}","status":"queued"}""", body);
        Assert.Equal("hunyuan3d", Assert.Single(response.Headers.GetValues(DialectJobs.EngineHeader)));
        var (files, submission) = server.Client.Submitted[^1];
        Assert.Equal(PictureServer.Picture, files.Front.ToArray());
        Assert.Equal(("anna", GenerationPriority.Interactive, "hunyuan3d"), (submission.User, submission.Priority, submission.Options.Engine));
        Assert.True(submission.Options.Texture);
    }

    [Fact]
    public async Task Submit_NumericUser_IsTakenAsItsDigits()
    {
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(new { image_url = Url("/picture"), user_id = 1234, unknown = true })).StatusCode);
        Assert.Equal("1234", server.Client.Submitted[^1].Submission.User);
    }

    [Theory]
    [InlineData("""{"user_id": "anna"}""", "image_url")]
    [InlineData("""{"image_url": 7}""", "image_url")]
    [InlineData("""{"image_url": "no url"}""", "image_url")]
    [InlineData("""{"image_url": "http://169.254.169.254/"}""", "image_url")]
    [InlineData("""{"image_url": "data:image/png;base64,AQID"}""", "image_url")]
    [InlineData("""{"image_url": "data:image/png;base64,AQID", "priority": 10}""", "priority")]
    [InlineData("""{"image_url": "data:image/png;base64,AQID", "user_id": "../root"}""", "user_id")]
    [InlineData("""[1]""", "body")]
    public async Task Submit_BadRequest_IsRefusedAndLeavesNoTask(string json, string field)
    {
        var before = server.Client.Submitted.Count;
        using var response = await server.Http.PostAsync("/generate/3d", new StringContent(json, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")));

        await ProblemAssert.IsAsync(response, HttpStatusCode.BadRequest, field);
        Assert.Equal(before, server.Client.Submitted.Count);
    }

    [Fact]
    public async Task Submit_NoPictureAtTheUrl_IsRefused() =>
        await ProblemAssert.IsAsync(await PostAsync(new { image_url = Url("/text") }), HttpStatusCode.BadRequest, "image_url");

    [Fact]
    public async Task Get_TaskThatCompletes_LeadsToItsModel()
    {
        using var submitted = await PostAsync(new { image_url = Url("/picture") });
        var id = (await submitted.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("task_id").GetString()!;

        var queued = await GetAsync(id);
        Assert.Equal(("queued", 1, JsonValueKind.Null), (queued.GetProperty("status").GetString(), queued.GetProperty("queue_position").GetInt32(), queued.GetProperty("result").ValueKind));
        server.Client.Complete(id, [1, 2, 3]);
        var done = await GetAsync(id);
        Assert.Equal("completed", done.GetProperty("status").GetString());
        Assert.Equal([1, 2, 3], await server.Http.GetByteArrayAsync(done.GetProperty("result").GetProperty("model_url").GetString()));
    }

    [Fact]
    public async Task Get_TaskThatFailed_SaysWhy()
    {
        using var submitted = await PostAsync(new { image_url = Url("/picture") });
        var id = (await submitted.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("task_id").GetString()!;
        server.Client[id].Change(s => s with { Status = GenerationStatusCode.Failed, Failure = new(GenerationFailureCode.TimedOut, GenerationStage.Shape, "It took too long.", Retryable: false) });

        var failed = await GetAsync(id);
        Assert.Equal("failed", failed.GetProperty("status").GetString());
        Assert.Equal("""{"code":"timedOut","message":"It took too long."}""", failed.GetProperty("error").GetRawText());
    }

    [Fact]
    public async Task Get_NoSuchTask_IsNotFound() => await ProblemAssert.IsAsync(await server.Http.GetAsync("/generate/3d/none"), HttpStatusCode.NotFound, "id");

    [Fact]
    public async Task NativeSubmit_ImageUrl_IsFetched()
    {
        using var json = await server.Http.PostAsJsonAsync("/v1/generations", new { image_url = Url("/picture"), seed = 5 });
        Assert.True(json.StatusCode == HttpStatusCode.Accepted, await json.Content.ReadAsStringAsync());
        Assert.Equal(PictureServer.Picture, server.Client.Submitted[^1].Pictures.Front.ToArray());

        using var form = new MultipartFormDataContent { { new StringContent(Url("/picture")), "image_url" }, { new ByteArrayContent(Pictures.Png(3)), "left", "left.png" } };
        Assert.Equal(HttpStatusCode.Accepted, (await server.Http.PostAsync("/v1/generations", form)).StatusCode);
        Assert.Equal(PictureServer.Picture, server.Client.Submitted[^1].Pictures.Front.ToArray());
        Assert.Equal(Pictures.Png(3), server.Client.Submitted[^1].Pictures.Left!.Value.ToArray());
    }

    [Fact]
    public async Task NativeSubmit_TwoFrontPictures_IsRefused() => await ProblemAssert.IsAsync(
        await server.Http.PostAsJsonAsync("/v1/generations", new { image_url = Url("/picture"), image = Convert.ToBase64String(Pictures.Png(1)) }), HttpStatusCode.BadRequest, "image_url");

    private string Url(string path) => $"http://127.0.0.1:{pictures.Port}{path}";

    private Task<HttpResponseMessage> PostAsync(object body) => server.Http.PostAsJsonAsync("/generate/3d", body);

    private Task<JsonElement> GetAsync(string id) => server.Http.GetFromJsonAsync<JsonElement>($"/generate/3d/{id}");
}
