using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Hunyuan3D.Grains.Interfaces.Generation;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Http;

public sealed class NativeReadTests(HttpServer server) : IClassFixture<HttpServer>
{
    private const string Path = "/v1/generations";
    private static readonly byte[] Model = [.. Enumerable.Range(0, 1000).Select(i => (byte)i)];

    [Fact]
    public async Task Get_RunningJob_TellsProgress()
    {
        var id = await SubmitAsync();
        server.Client[id].Change(s => s with
        {
            Status = GenerationStatusCode.Running,
            QueuePosition = null,
            Progress = new GenerationProgress(GenerationStage.Shape, "marching cubes", 1, 4, 0.25, TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(4.5)),
        });

        var job = await server.Http.GetFromJsonAsync<JsonElement>($"{Path}/{id}");

        Assert.Equal("running", job.GetProperty("status").GetString());
        var progress = job.GetProperty("progress");
        Assert.Equal("shape", progress.GetProperty("stage").GetString());
        Assert.Equal("marching cubes", progress.GetProperty("step").GetString());
        Assert.Equal(0.25, progress.GetProperty("fraction").GetDouble());
        Assert.Equal(4.5, progress.GetProperty("remainingSeconds").GetDouble());
        Assert.Equal(JsonValueKind.Null, job.GetProperty("queuePosition").ValueKind);
        Assert.Equal(JsonValueKind.Null, job.GetProperty("links").GetProperty("model").ValueKind);
    }

    [Fact]
    public async Task Get_JobWithAReusedMesh_TellsWhereItCameFrom()
    {
        var id = await SubmitAsync();
        Assert.Equal(JsonValueKind.Null, (await server.Http.GetFromJsonAsync<JsonElement>($"{Path}/{id}")).GetProperty("reusedShape").ValueKind);
        server.Client[id].Change(s => s with { ReusedShape = new ShapeSource("job0", DateTimeOffset.UnixEpoch) });
        var reused = (await server.Http.GetFromJsonAsync<JsonElement>($"{Path}/{id}")).GetProperty("reusedShape");
        Assert.Equal(("job0", DateTimeOffset.UnixEpoch), (reused.GetProperty("job").GetString(), reused.GetProperty("made").GetDateTimeOffset()));
    }

    [Fact]
    public async Task Get_FailedJob_TellsTheFailure()
    {
        var id = await SubmitAsync();
        server.Client[id].Change(s => s with
        {
            Status = GenerationStatusCode.Failed,
            Failure = new GenerationFailure(GenerationFailureCode.OutOfCapacity, GenerationStage.Texture, "No room.", true),
        });

        var failure = (await server.Http.GetFromJsonAsync<JsonElement>($"{Path}/{id}")).GetProperty("failure");

        Assert.Equal("outOfCapacity", failure.GetProperty("code").GetString());
        Assert.Equal("texture", failure.GetProperty("stage").GetString());
    }

    [Theory]
    [InlineData("/nosuchjob")]
    [InlineData("/nosuchjob/events")]
    [InlineData("/nosuchjob/model")]
    [InlineData("/nosuchjob/preview")]
    [InlineData("/..%2f..%2fetc%2fpasswd")]
    [InlineData("/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task Get_UnknownJob_IsNotFound(string path) =>
        await ProblemAssert.IsAsync(await server.Http.GetAsync(Path + path), HttpStatusCode.NotFound, "id");

    [Fact]
    public async Task Get_UnknownPath_IsNotFoundAsProblem() =>
        await ProblemAssert.IsAsync(await server.Http.GetAsync("/v1/nothing"), HttpStatusCode.NotFound, null);

    [Fact]
    public async Task Put_Job_IsNotAllowedAsProblem() =>
        await ProblemAssert.IsAsync(await server.Http.PutAsync($"{Path}/x", null), HttpStatusCode.MethodNotAllowed, null);

    [Fact]
    public async Task List_UserAndStatus_Filters()
    {
        var mine = await SubmitAsync("eve");
        var done = await SubmitAsync("eve");
        await SubmitAsync("mallory");
        server.Client.Complete(done, Model);

        Assert.Equal([done, mine], await ListAsync("?user=eve"));
        Assert.Equal([mine], await ListAsync("?user=eve&status=queued"));
        Assert.Equal([done], await ListAsync("?user=eve&limit=1"));
    }

    [Theory]
    [InlineData("?status=lost", "status")]
    [InlineData("?status=0", "status")]
    [InlineData("?limit=0", "limit")]
    [InlineData("?limit=1001", "limit")]
    [InlineData("?limit=x", "limit")]
    [InlineData("?offset=-1", "offset")]
    [InlineData("?offset=1e3", "offset")]
    public async Task List_IllegalQuery_NamesTheField(string query, string field) =>
        await ProblemAssert.IsAsync(await server.Http.GetAsync(Path + query), HttpStatusCode.BadRequest, field);

    [Fact]
    public async Task Delete_RunningJob_CancelsIt()
    {
        var id = await SubmitAsync();

        var response = await server.Http.DeleteAsync($"{Path}/{id}");

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal(GenerationStatusCode.Cancelled, server.Client[id].Status.Status);
        Assert.Equal("cancelled", (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Delete_UnknownJob_IsNotFound() =>
        await ProblemAssert.IsAsync(await server.Http.DeleteAsync($"{Path}/nosuchjob"), HttpStatusCode.NotFound, "id");

    [Fact]
    public async Task Model_CompletedJob_IsAnAttachmentWithETag()
    {
        var id = await CompletedAsync();

        var response = await server.Http.GetAsync($"{Path}/{id}/model");

        Assert.Equal(Model, await response.Content.ReadAsByteArrayAsync());
        Assert.Equal("model/gltf-binary", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal($"{id}.glb", response.Content.Headers.ContentDisposition!.FileName);
        Assert.Equal($"\"{server.Client[id].Status.Result!.Model.Sha256}\"", response.Headers.ETag!.Tag);
    }

    [Fact]
    public async Task Model_KnownETag_IsNotModified()
    {
        var id = await CompletedAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Path}/{id}/model");
        request.Headers.IfNoneMatch.Add(new EntityTagHeaderValue($"\"{server.Client[id].Status.Result!.Model.Sha256}\""));

        Assert.Equal(HttpStatusCode.NotModified, (await server.Http.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task Model_Range_IsPartial()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Path}/{await CompletedAsync()}/model");
        request.Headers.Range = new RangeHeaderValue(100, 199);

        var response = await server.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal(Model[100..200], await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Model_Head_TellsLengthWithoutBody()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, $"{Path}/{await CompletedAsync()}/model");

        var response = await server.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Model.Length, response.Content.Headers.ContentLength);
    }

    [Theory]
    [InlineData("model")]
    [InlineData("preview")]
    public async Task Download_QueuedJob_IsAConflictThatTellsTheStatus(string what)
    {
        var problem = await ProblemAssert.IsAsync(await server.Http.GetAsync($"{Path}/{await SubmitAsync()}/{what}"), HttpStatusCode.Conflict, "id");

        Assert.Equal("queued", problem.GetProperty("actual").GetString());
    }

    [Theory]
    [InlineData("fbx")]
    [InlineData("")]
    [InlineData("3")]
    public async Task Model_UnknownFormat_NamesTheFormats(string format)
    {
        var problem = await ProblemAssert.IsAsync(
            await server.Http.GetAsync($"{Path}/{await CompletedAsync()}/model?format={format}"), HttpStatusCode.BadRequest, "format");

        Assert.Equal("one of glb, obj, stl, ply", problem.GetProperty("expected").GetString());
    }

    [Fact]
    public async Task Preview_CompletedJob_IsAPicture()
    {
        var response = await server.Http.GetAsync($"{Path}/{await CompletedAsync()}/preview");

        Assert.Equal("image/png", response.Content.Headers.ContentType!.MediaType);
        Assert.Null(response.Content.Headers.ContentDisposition);
    }

    private async Task<string> SubmitAsync(string user = "anonymous") =>
        (await server.Client.SubmitAsync(new(Pictures.Png(9)), new() { User = user })).Id;

    private async Task<string> CompletedAsync()
    {
        var id = await SubmitAsync();
        server.Client.Complete(id, Model);
        return id;
    }

    private async Task<string[]> ListAsync(string query)
    {
        var list = await server.Http.GetFromJsonAsync<JsonElement>(Path + query);
        return [.. list.GetProperty("generations").EnumerateArray().Select(j => j.GetProperty("id").GetString()!)];
    }
}
