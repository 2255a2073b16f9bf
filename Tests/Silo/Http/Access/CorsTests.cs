using System.Net;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Http.Access;

/// <summary>Of the two origins that the server meets here one is configured.</summary>
public sealed class CorsTests(KeyedServer server) : IClassFixture<KeyedServer>
{
    private const string Friend = "https://studio.example.com";

    [Theory]
    [InlineData(Friend, true)]
    [InlineData("https://evil.example.com", false)]
    [InlineData("https://studio.example.com.evil.example.com", false)]
    [InlineData("http://studio.example.com", false)]
    [InlineData("null", false)]
    public async Task Preflight_OfAnOrigin_IsAllowedWhereItIsNamed(string origin, bool allowed)
    {
        using var http = server.Http(null);
        using var request = new HttpRequestMessage(HttpMethod.Options, "/v1/generations");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization,idempotency-key");

        using var response = await http.SendAsync(request);

        Assert.Equal(allowed, response.Headers.TryGetValues("Access-Control-Allow-Origin", out var origins) && origins.Single() == origin);
        Assert.False(response.Headers.Contains("Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task Answer_ToANamedOrigin_MayBeReadAndStillNeedsTheKey()
    {
        using var nobody = server.Http(null);
        using var anna = server.Http(server.Anna);
        foreach (var (http, status) in new[] { (nobody, HttpStatusCode.Unauthorized), (anna, HttpStatusCode.OK) })
        {
            http.DefaultRequestHeaders.Add("Origin", Friend);
            using var response = await http.GetAsync("/v1/generations");
            Assert.Equal(status, response.StatusCode);
            Assert.Equal(Friend, Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
        }
    }
}
