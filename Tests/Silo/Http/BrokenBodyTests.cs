using System.Net;
using System.Text;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Http;

/// <summary>Bodies that fuzzing found to be taken for defects of the server.</summary>
public sealed class BrokenBodyTests(HttpServer server) : IClassFixture<HttpServer>
{
    public static TheoryData<string> Paths => ["/v1/generations", "/send", "/generate", "/generate/3d"];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Post_HalfASurrogatePair_IsRefused(string path) =>
        await ProblemAssert.IsAsync(await PostAsync(path, """{"image":"\ud800"}"""u8.ToArray()), HttpStatusCode.BadRequest, "body");

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Post_NameThatIsNoText_IsRefused(string path) =>
        await ProblemAssert.IsAsync(await PostAsync(path, """{"\udc00":1}"""u8.ToArray()), HttpStatusCode.BadRequest, "body");

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Post_BytesThatAreNoUtf8_AreRefused(string path) =>
        await ProblemAssert.IsAsync(await PostAsync(path, [.. "{\"image\":\""u8, 0xff, .. "\"}"u8]), HttpStatusCode.BadRequest, "body");

    [Fact]
    public async Task Post_BoundaryLongerThanTheStandardAllows_IsRefused()
    {
        var content = new ByteArrayContent(Encoding.ASCII.GetBytes("--b--"));
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=" + new string('b', 6000));
        await ProblemAssert.IsAsync(await server.Http.PostAsync("/v1/generations", content), HttpStatusCode.BadRequest, "Content-Type");
    }

    private Task<HttpResponseMessage> PostAsync(string path, byte[] body) =>
        server.Http.PostAsync(path, new ByteArrayContent(body) { Headers = { { "Content-Type", "application/json" } } });
}
