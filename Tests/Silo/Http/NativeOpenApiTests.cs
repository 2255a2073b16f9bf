using System.Net.Http.Json;
using System.Text.Json;
using Hunyuan3D.Hosting.Requests;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Http;

public sealed class NativeOpenApiTests(HttpServer server) : IClassFixture<HttpServer>
{
    [Theory]
    [InlineData("/v1/generations", "post", "202 400 413 415 422 429 503")]
    [InlineData("/v1/generations", "get", "200 400 503")]
    [InlineData("/v1/generations/{id}", "get", "200 404 503")]
    [InlineData("/v1/generations/{id}", "delete", "202 404 503")]
    [InlineData("/v1/generations/{id}/events", "get", "200 204 400 404 503")]
    [InlineData("/v1/generations/{id}/model", "get", "200 206 304 400 404 409 416 503")]
    [InlineData("/v1/generations/{id}/preview", "get", "200 206 304 404 409 416 503")]
    [InlineData("/v1/generations/{id}/artifacts/{name}", "get", "200 206 304 404 409 416 503")]
    [InlineData("/v1/generations/{id}/retexture", "post", "202 400 404 409 413 415 422 429 503")]
    [InlineData("/v1/generations/{id}/deliveries", "get", "200 404 503")]
    [InlineData("/v1/generations/{id}/deliveries/{deliveryId}/redeliver", "post", "202 404 503")]
    [InlineData("/v1/cluster", "get", "200 503")]
    [InlineData("/v1/engines", "get", "200 503")]
    [InlineData("/v1/session", "get", "200")]
    [InlineData("/v1/keys", "post", "201 400 413 415")]
    [InlineData("/v1/keys", "get", "200")]
    [InlineData("/v1/keys/{id}", "delete", "200 404")]
    [InlineData("/generate", "post", "200 400 409 413 415 422 429 500 503 504")]
    [InlineData("/send", "post", "200 400 413 415 422 429 503")]
    [InlineData("/generate/3d", "post", "200 400 413 415 422 429 503")]
    [InlineData("/generate/3d/{task_id}", "get", "200 404 503")]
    [InlineData("/status/{uid}", "get", "200 404 503")]
    public async Task Document_EveryRoute_ListsItsAnswers(string path, string method, string statuses)
    {
        var operation = (await DocumentAsync()).GetProperty("paths").GetProperty(path).GetProperty(method);

        // Every route that needs a key may say so.
        statuses = string.Join(' ', statuses.Split(' ').Union(["401", "403", "429"]).Order());
        Assert.Equal(statuses, string.Join(' ', operation.GetProperty("responses").EnumerateObject().Select(r => r.Name).Order()));
        Assert.NotEmpty(operation.GetProperty("summary").GetString()!);
        foreach (var response in operation.GetProperty("responses").EnumerateObject().Where(r => r.Name[0] is '4' or '5' && r.Name != "416"))
        {
            var example = response.Value.GetProperty("content").GetProperty("application/problem+json").GetProperty("example");
            Assert.Equal(response.Name, $"{example.GetProperty("status").GetInt32()}");
        }
    }

    [Theory]
    [InlineData("multipart/form-data")]
    [InlineData("application/json")]
    public async Task Document_Submission_HasEveryFieldWithItsBounds(string type)
    {
        var body = (await DocumentAsync()).GetProperty("paths").GetProperty("/v1/generations").GetProperty("post").GetProperty("requestBody");
        var schema = body.GetProperty("content").GetProperty(type).GetProperty("schema");

        var fields = schema.GetProperty("properties");
        Assert.Equal(
            FileFields.Names.Append("image_url").Concat(RequestFields.Http.Select(f => f.Name)).Order(),
            fields.EnumerateObject().Select(p => p.Name).Order());
        Assert.Equal(2_000_000, fields.GetProperty("faces").GetProperty("maximum").GetDouble());
        Assert.Equal(40_000, fields.GetProperty("faces").GetProperty("default").GetDouble());
        Assert.Equal(["image", "image_url"], schema.GetProperty("oneOf").EnumerateArray().Select(s => s.GetProperty("required")[0].GetString()));
    }

    [Theory]
    [InlineData("GenerationStatusCode", "queued running completed failed cancelled")]
    [InlineData("GenerationStage", "shape texture")]
    [InlineData("GenerationFailureCode", "invalidInput modelNotAvailable outOfCapacity transient siloLost defect timedOut artifactLost queueFull deadlineMissed poison")]
    public async Task Document_Enums_AreWords(string schema, string words)
    {
        var type = (await DocumentAsync()).GetProperty("components").GetProperty("schemas").GetProperty(schema);

        Assert.Equal(words, string.Join(' ', type.GetProperty("enum").EnumerateArray().Select(w => w.GetString())));
    }

    [Fact]
    public async Task Document_Numbers_AreNumbersOnly()
    {
        var job = (await DocumentAsync()).GetProperty("components").GetProperty("schemas").GetProperty("NativeJob");

        Assert.Equal("integer", job.GetProperty("properties").GetProperty("version").GetProperty("type").GetString());
    }

    [Fact]
    public async Task Document_Keys_AreOfFourSchemesAndEveryRouteButTheOpenOnesNeedsOne()
    {
        var document = await DocumentAsync();
        Assert.Equal(
            ["apiKey X-Api-Key", "apiKey hunyuan3d-session", "http basic", "http bearer"],
            document.GetProperty("components").GetProperty("securitySchemes").EnumerateObject()
                .Select(s => $"{s.Value.GetProperty("type").GetString()} {(s.Value.TryGetProperty("scheme", out var scheme) ? scheme : s.Value.GetProperty("name")).GetString()}")
                .Order(StringComparer.Ordinal));

        var open = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => (Name: $"{operation.Name} {path.Name}", Keys: operation.Value.TryGetProperty("security", out var keys) ? keys.GetArrayLength() : 0)))
            .Where(operation => operation.Keys == 0);
        Assert.Equal(["delete /v1/session", "post /v1/session"], open.Select(operation => operation.Name).Order());
    }

    private Task<JsonElement> DocumentAsync() => server.Http.GetFromJsonAsync<JsonElement>("/openapi/v1.json");
}
