using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Hunyuan3D.Client;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Scheduling;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Http;

public sealed class NativeSubmitTests(HttpServer server) : IClassFixture<HttpServer>
{
    private const string Path = "/v1/generations";

    [Fact]
    public async Task Submit_Multipart_AnswersAcceptedWithLocationAndJob()
    {
        using var form = Form(("faces", "5000"), ("guidance", "7.5"), ("texture", "false"), ("user", "ada"), ("priority", "batch"));
        form.Add(new ByteArrayContent(Pictures.Png(2)), "back", "back.png");

        var response = await server.Http.PostAsync(Path, form);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var job = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal($"{Path}/{job.GetProperty("id").GetString()}", response.Headers.Location!.ToString());
        Assert.Equal("queued", job.GetProperty("status").GetString());
        var (pictures, submission) = server.Client.Submitted[^1];
        Assert.Equal(Pictures.Png(1), pictures.Front.ToArray());
        Assert.Equal(Pictures.Png(2), pictures.Back!.Value.ToArray());
        Assert.Null(pictures.Left);
        Assert.Equal(new GenerationOptions { Faces = 5000, Guidance = 7.5, Texture = false }, submission.Options);
        Assert.Equal(("ada", GenerationPriority.Batch), (submission.User, submission.Priority));
    }

    [Theory]
    [InlineData("0", GenerationPriority.Batch)]
    [InlineData("2", GenerationPriority.Batch)]
    [InlineData("3", GenerationPriority.Standard)]
    [InlineData("6", GenerationPriority.Standard)]
    [InlineData("7", GenerationPriority.Interactive)]
    [InlineData("9", GenerationPriority.Interactive)]
    [InlineData("interactive", GenerationPriority.Interactive)]
    public async Task Submit_PriorityAsNumberOrName_IsTheLane(string text, GenerationPriority expected)
    {
        await server.Http.PostAsync(Path, Form(("priority", text)));
        Assert.Equal(expected, server.Client.Submitted[^1].Submission.Priority);

        object json = int.TryParse(text, out var number) ? number : text;
        var response = await server.Http.PostAsJsonAsync(Path, new { image = Convert.ToBase64String(Pictures.Png(3)), priority = json });
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal(expected, server.Client.Submitted[^1].Submission.Priority);
    }

    [Fact]
    public async Task Submit_DeadlineAndSchedule_AreTakenAndTold()
    {
        var response = await server.Http.PostAsync(Path, Form(("deadline", "90s"), ("schedule", "off_peak")));
        var (_, submission) = server.Client.Submitted[^1];
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(90), submission.Deadline!.Value.Resolve(DateTimeOffset.UnixEpoch));
        Assert.Equal(GenerationSchedule.OffPeak, submission.Schedule);
        Assert.Equal("off_peak", (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("schedule").GetString());
    }

    [Theory]
    [InlineData("priority", "10")]
    [InlineData("priority", "-1")]
    [InlineData("deadline", "soon")]
    [InlineData("deadline", "0s")]
    [InlineData("deadline", "2026-03-01T18:00:00")]
    [InlineData("schedule", "offPeak")]
    public async Task Submit_BadScheduling_NamesTheField(string field, string value) =>
        await ProblemAssert.IsAsync(await server.Http.PostAsync(Path, Form((field, value))), HttpStatusCode.BadRequest, field);

    [Theory]
    [InlineData("")]
    [InlineData("data:image/png;base64,")]
    public async Task Submit_Json_TakesBase64AndDataUris(string prefix)
    {
        var body = new { image = prefix + Convert.ToBase64String(Pictures.Png(3)), octreeResolution = 64, useCache = false, model = (string?)null };

        var response = await server.Http.PostAsJsonAsync(Path, body);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var (pictures, submission) = server.Client.Submitted[^1];
        Assert.Equal(Pictures.Png(3), pictures.Front.ToArray());
        Assert.Equal(64, submission.Options.OctreeResolution);
        Assert.False(submission.UseCache);
    }

    [Fact]
    public async Task Submit_SameKeyTwice_IsOneJob()
    {
        var first = await SubmitWithKeyAsync("key-1", Form());
        var second = await SubmitWithKeyAsync("key-1", Form());

        Assert.Equal(first.Headers.Location, second.Headers.Location);
    }

    [Fact]
    public async Task Submit_SameKeyForAnotherRequest_IsRefused()
    {
        await SubmitWithKeyAsync("key-2", Form());
        var second = await SubmitWithKeyAsync("key-2", Form(("faces", "777")));

        await ProblemAssert.IsAsync(second, HttpStatusCode.UnprocessableEntity, "Idempotency-Key");
    }

    [Fact]
    public async Task Submit_SpacesInKey_IsRefused() =>
        await ProblemAssert.IsAsync(await SubmitWithKeyAsync("not a key", Form()), HttpStatusCode.BadRequest, "Idempotency-Key");

    [Theory]
    [InlineData("faces", "0", "a whole number from 100 to 2000000")]
    [InlineData("faces", "-1", "a whole number from 100 to 2000000")]
    [InlineData("faces", "99999999999999999999", "a whole number from 100 to 2000000")]
    [InlineData("steps", "1.5", "a whole number from 1 to 1000")]
    [InlineData("guidance", "NaN", "a number from -1 to 100")]
    [InlineData("guidance", "Infinity", "a number from -1 to 100")]
    [InlineData("texture", "yes", "true or false")]
    [InlineData("engine", "blender", "one of relief, hunyuan3d, simulated")]
    [InlineData("model", "v2 mini", "1 to 64 characters of A-Z a-z 0-9 . _ - /")]
    [InlineData("user", "a b", "1 to 64 characters of A-Z a-z 0-9 . _ - @")]
    public async Task Submit_IllegalFormValue_IsNamedWithExpectedAndActual(string field, string value, string expected)
    {
        var response = await server.Http.PostAsync(Path, Form((field, value)));

        var problem = await ProblemAssert.IsAsync(response, HttpStatusCode.BadRequest, field);
        Assert.Equal(expected, problem.GetProperty("expected").GetString());
        Assert.Equal(value, problem.GetProperty("actual").GetString());
    }

    [Theory]
    [InlineData("""{"faces":"5000"}""", "faces")]
    [InlineData("""{"faces":1e99}""", "faces")]
    [InlineData("""{"texture":"true"}""", "texture")]
    [InlineData("""{"engine":5}""", "engine")]
    [InlineData("""{"image":5}""", "image")]
    [InlineData("""{"image":"@@@"}""", "image")]
    [InlineData("""{"image":"data:image/png,plain"}""", "image")]
    [InlineData("""{"imagee":"AAAA"}""", "imagee")]
    [InlineData("""{}""", "image")]
    [InlineData("""[]""", "body")]
    [InlineData("""{"image":""", "body")]
    [InlineData("", "body")]
    public async Task Submit_IllegalJson_NamesTheField(string json, string field)
    {
        var response = await server.Http.PostAsync(Path, new StringContent(json, Encoding.UTF8, "application/json"));

        await ProblemAssert.IsAsync(response, HttpStatusCode.BadRequest, field);
    }

    [Fact]
    public async Task Submit_SeveralFaults_ListsAll()
    {
        var response = await server.Http.PostAsync(Path, Form(("faces", "0"), ("steps", "0"), ("colour", "red")));

        var problem = await ProblemAssert.IsAsync(response, HttpStatusCode.BadRequest, "faces");
        Assert.Equal(["faces", "steps", "colour"], problem.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("field").GetString()));
    }

    [Fact]
    public async Task Submit_FieldTwice_IsRefused() =>
        await ProblemAssert.IsAsync(await server.Http.PostAsync(Path, Form(("faces", "500"), ("faces", "600"))), HttpStatusCode.BadRequest, "faces");

    [Fact]
    public async Task Submit_EmptyPicture_IsRefused()
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent([]), "image", "robot.png" } };

        var problem = await ProblemAssert.IsAsync(await server.Http.PostAsync(Path, form), HttpStatusCode.BadRequest, "image");

        Assert.Equal("0 bytes", problem.GetProperty("actual").GetString());
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/octet-stream")]
    public async Task Submit_OtherContentType_IsUnsupported(string type)
    {
        var content = new ByteArrayContent(Pictures.Png(1));
        content.Headers.ContentType = new MediaTypeHeaderValue(type);

        await ProblemAssert.IsAsync(await server.Http.PostAsync(Path, content), HttpStatusCode.UnsupportedMediaType, "Content-Type");
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Submit_HugeUpload_IsTooLarge(bool declared, bool expectContinue)
    {
        using var content = new ZeroContent(300L * 1024 * 1024, declared);
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = content };
        request.Headers.ExpectContinue = expectContinue;

        await ProblemAssert.IsAsync(await server.Http.SendAsync(request), HttpStatusCode.RequestEntityTooLarge, "body");
    }

    [Fact]
    public async Task Submit_BrokenForm_IsRefused()
    {
        var content = new StringContent("--x\r\nContent-Disposition: form-data; name=\"image\"\r\n\r\nabc");
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");

        await ProblemAssert.IsAsync(await server.Http.PostAsync(Path, content), HttpStatusCode.BadRequest, "body");
    }

    [Fact]
    public async Task Submit_ClusterAway_IsUnavailableWithRetryAfter()
    {
        server.Client.Fault = new ClusterUnavailableException("Redis at 127.0.0.1:1 does not answer.");
        try
        {
            var response = await server.Http.PostAsync(Path, Form());

            await ProblemAssert.IsAsync(response, HttpStatusCode.ServiceUnavailable, null);
            Assert.NotNull(response.Headers.RetryAfter);
        }
        finally
        {
            server.Client.Fault = null;
        }
    }

    [Fact]
    public async Task Submit_QueueFull_SaysTheFiguresAndWhenToTryAgain()
    {
        var load = new QueueLoad(3, 3, 17, 100, TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(29.2));
        server.Client.Fault = new GenerationRejectedException(new GenerationFailure(GenerationFailureCode.QueueFull, null, "The queue is full.", true), load);
        try
        {
            var response = await server.Http.PostAsync(Path, Form());
            var problem = await ProblemAssert.IsAsync(response, HttpStatusCode.TooManyRequests, field: null);
            Assert.Equal(TimeSpan.FromSeconds(30), response.Headers.RetryAfter!.Delta);
            Assert.Equal("queueFull", problem.GetProperty("code").GetString());
            Assert.Equal("""{"userWaiting":3,"userLimit":3,"waiting":17,"limit":100,"estimatedWaitSeconds":90}""", problem.GetProperty("queue").GetRawText());
        }
        finally
        {
            server.Client.Fault = null;
        }
    }

    [Theory]
    [InlineData(GenerationFailureCode.InvalidInput, HttpStatusCode.BadRequest)]
    [InlineData(GenerationFailureCode.ModelNotAvailable, HttpStatusCode.UnprocessableEntity)]
    [InlineData(GenerationFailureCode.OutOfCapacity, HttpStatusCode.UnprocessableEntity)]
    public async Task Submit_RejectedByTheCluster_SaysWhy(GenerationFailureCode code, HttpStatusCode status)
    {
        server.Client.Fault = new GenerationRejectedException(new GenerationFailure(code, null, "No such weights.", false, "model"));
        try
        {
            var problem = await ProblemAssert.IsAsync(await server.Http.PostAsync(Path, Form()), status, "model");
            Assert.Equal("No such weights.", problem.GetProperty("detail").GetString());
        }
        finally
        {
            server.Client.Fault = null;
        }
    }

    private async Task<HttpResponseMessage> SubmitWithKeyAsync(string key, HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = content };
        request.Headers.Add("Idempotency-Key", key);
        return await server.Http.SendAsync(request);
    }

    private static MultipartFormDataContent Form(params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent { { new ByteArrayContent(Pictures.Png(1)), "image", "robot.png" } };
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        return form;
    }
}
