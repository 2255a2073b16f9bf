using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hunyuan3D.Hosting.Http;
using Hunyuan3D.Hosting.Webhooks;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Http;

/// <summary>The OpenAPI document as a document: valid, complete in itself, its examples true. That the server does what it says is <see cref="ContractHandler"/>'s business.</summary>
public sealed partial class OpenApiContractTests(HttpServer server) : IClassFixture<HttpServer>
{
    private const string Json = "application/json";
    private const string Problem = "application/problem+json";

    [Fact]
    public async Task Document_ReadByTheReader_HasNoFault()
    {
        await using var stream = await server.Http.GetStreamAsync("/openapi/v1.json");
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes);
        bytes.Position = 0;

        var (document, diagnostic) = await OpenApiDocument.LoadAsync(bytes, "json", new OpenApiReaderSettings { RuleSet = ValidationRuleSet.GetDefaultRuleSet(), LeaveStreamOpen = true });

        Assert.Empty(diagnostic!.Errors.Select(e => $"{e.Pointer}: {e.Message}"));
        Assert.Empty(diagnostic.Warnings.Select(e => $"{e.Pointer}: {e.Message}"));
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, diagnostic.SpecificationVersion);
        Assert.True(document!.Paths.Count >= 15);
    }

    [Fact]
    public async Task Document_Operations_AreNamedOnceAndDescribed()
    {
        var operations = Operations(await DocumentAsync()).ToArray();

        var ids = operations.Select(o => o.Value.GetProperty("operationId").GetString()!).Concat(Callbacks(operations).Select(c => c.GetProperty("operationId").GetString()!)).ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(operations, o => Assert.NotEmpty(o.Value.GetProperty("summary").GetString()!));
        Assert.All(operations, o => Assert.NotEmpty(o.Value.GetProperty("tags").EnumerateArray()));
    }

    [Fact]
    public async Task Document_PathParameters_AreThoseOfThePath()
    {
        Assert.All(Operations(await DocumentAsync()), operation => Assert.Equal(
            Parameter().Matches(operation.Path).Select(m => m.Groups[1].Value).Order(),
            Parameters(operation.Value).Where(p => p.GetProperty("in").GetString() == "path" && p.GetProperty("required").GetBoolean()).Select(p => p.GetProperty("name").GetString()!).Order()));
    }

    [Fact]
    public async Task Document_References_LeadSomewhere()
    {
        var document = await DocumentAsync();
        var references = Reference().Matches(document.GetRawText()).Select(m => m.Groups[1].Value).Distinct().ToArray();

        Assert.True(references.Length > 20);
        Assert.All(references, reference => Assert.Equal(JsonValueKind.Object, reference.Split('/').Skip(1).Aggregate(document, (at, name) => at.GetProperty(name)).ValueKind));
    }

    [Fact]
    public async Task Document_Examples_FitTheirSchemasAndComeBackFromOurTypes()
    {
        var document = await DocumentAsync();
        var media = Operations(document)
            .SelectMany(o => o.Value.GetProperty("responses").EnumerateObject())
            .Where(r => r.Value.TryGetProperty("content", out _))
            .SelectMany(r => r.Value.GetProperty("content").EnumerateObject())
            .Where(m => m.Name is Json or Problem)
            .Concat(Callbacks(Operations(document)).Select(c => c.GetProperty("requestBody").GetProperty("content").EnumerateObject().Single()))
            .ToArray();

        Assert.True(media.Length > 60, $"{media.Length}");
        Assert.All(media, m =>
        {
            var example = m.Value.GetProperty("example");
            Assert.Empty(new JsonSchema(document).Faults(m.Value.GetProperty("schema"), example));
            var type = TypeOf(m.Value.GetProperty("schema").GetProperty("$ref").GetString()!.Split('/')[^1]);
            var info = NativeJson.Default.GetTypeInfo(type) ?? DialectJson.Default.GetTypeInfo(type)!;
            var again = JsonSerializer.SerializeToNode(example.Deserialize(info), info);
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(example.GetRawText()), again), $"{example} became {again}");
        });
    }

    [Theory]
    [InlineData("/v1/generations", "/v1/generations", HttpStatusCode.Accepted)]
    [InlineData("/send", "/send", HttpStatusCode.OK)]
    [InlineData("/generate", "/send", HttpStatusCode.OK)]
    [InlineData("/generate/3d", "/generate/3d", HttpStatusCode.OK)]
    public async Task Document_RequestExamples_AreAccepted(string path, string sentTo, HttpStatusCode expected)
    {
        var document = await DocumentAsync();
        var media = document.GetProperty("paths").GetProperty(path).GetProperty("post").GetProperty("requestBody").GetProperty("content").GetProperty(Json);
        Assert.Empty(new JsonSchema(document).Faults(media.GetProperty("schema"), media.GetProperty("example")));
        // Nobody here can be asked for the picture of an example.
        var body = media.GetProperty("example").GetRawText().Replace("https://example.com/robot.png", "data:image/png;base64," + Convert.ToBase64String(Pictures.Png(5)), StringComparison.Ordinal);

        using var response = await server.Http.PostAsync(sentTo, new StringContent(body, Encoding.UTF8, Json));

        Assert.True(expected == response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Document_Callback_IsToldWhereItIsAskedFor()
    {
        var document = await DocumentAsync();
        var calls = Operations(document).Where(o => o.Value.TryGetProperty("callbacks", out _)).ToArray();

        Assert.Equal(["/generate/3d", "/v1/generations", "/v1/generations/{id}/retexture"], calls.Select(o => o.Path).Order());
        Assert.All(Callbacks(calls), call =>
        {
            Assert.Contains(WebhookSignature.Header, Parameters(call).Select(p => p.GetProperty("name").GetString()));
            Assert.Equal("#/components/schemas/WebhookEvent", call.GetProperty("requestBody").GetProperty("content").GetProperty(Json).GetProperty("schema").GetProperty("$ref").GetString());
        });
    }

    private static IEnumerable<(string Path, JsonElement Value)> Operations(JsonElement document) =>
        document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(operation => (path.Name, operation.Value)));

    private static IEnumerable<JsonElement> Callbacks(IEnumerable<(string Path, JsonElement Value)> operations) => operations
        .Where(o => o.Value.TryGetProperty("callbacks", out _))
        .Select(o => o.Value.GetProperty("callbacks").GetProperty("ended").GetProperty("{$request.body#/callback_url}").GetProperty("post"));

    private static JsonElement[] Parameters(JsonElement operation) => operation.TryGetProperty("parameters", out var parameters) ? [.. parameters.EnumerateArray()] : [];

    private static Type TypeOf(string schema) => Assert.Single(typeof(NativeJob).Assembly.GetTypes(), type => type.Name == schema && type.Namespace!.StartsWith("Hunyuan3D.Hosting", StringComparison.Ordinal));

    private Task<JsonElement> DocumentAsync() => server.Http.GetFromJsonAsync<JsonElement>("/openapi/v1.json");

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Parameter();

    [GeneratedRegex("\"\\$ref\": ?\"([^\"]+)\"")]
    private static partial Regex Reference();
}
