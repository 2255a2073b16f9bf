using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Http.Access;

/// <summary>A server on loopback without keys: open to this machine, and not to the web pages that are open on it.</summary>
public sealed class OpenServerTests(HttpServer server) : IClassFixture<HttpServer>
{
    [Fact]
    public async Task Session_WithoutKeys_IsAnybodyAndMayDoEverything()
    {
        var session = await server.Http.GetFromJsonAsync<JsonElement>("/v1/session");

        Assert.Equal("anonymous", session.GetProperty("user").GetString());
        Assert.Equal("admin", session.GetProperty("role").GetString());
        Assert.False(session.GetProperty("keys").GetBoolean());
        Assert.Equal(HttpStatusCode.OK, (await server.Http.GetAsync("/v1/cluster")).StatusCode);
    }

    [Theory]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("127.0.0.1:8080", HttpStatusCode.OK)]
    [InlineData("[::1]:8080", HttpStatusCode.OK)]
    [InlineData("rebound.example.com", HttpStatusCode.Forbidden)]
    [InlineData("127.0.0.1.example.com", HttpStatusCode.Forbidden)]
    [InlineData("localhost.example.com", HttpStatusCode.Forbidden)]
    [InlineData("192.168.1.7", HttpStatusCode.Forbidden)]
    public async Task Host_OfAnotherName_IsRefused(string host, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/generations") { Headers = { Host = host } };

        Assert.Equal(status, (await server.Http.SendAsync(request)).StatusCode);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Origin", "https://evil.example.com")]
    [InlineData("Origin", "null")]
    public async Task Submission_ByAnotherSitesPage_IsRefused(string header, string value)
    {
        using var form = KeyedServer.Form();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/generations") { Content = form };
        request.Headers.Add(header, value);

        await ProblemAssert.IsAsync(await server.Http.SendAsync(request), HttpStatusCode.Forbidden, "Origin");
    }

    [Fact]
    public async Task Answers_Carry_SecurityHeaders()
    {
        foreach (var path in (string[])["/v1/generations", "/v1/generations/none", "/nowhere"])
        {
            using var response = await server.Http.GetAsync(path);
            Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
            Assert.Equal("same-origin", Assert.Single(response.Headers.GetValues("Cross-Origin-Opener-Policy")));
            Assert.Contains("frame-ancestors 'none'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.True(response.Headers.CacheControl?.NoStore);
            Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
        }
    }
}
