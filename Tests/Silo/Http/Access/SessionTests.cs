using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Http.Access;

public sealed class SessionTests(KeyedServer server) : IClassFixture<KeyedServer>
{
    [Fact]
    public async Task SignIn_WithAKey_SetsACookieThatServesForReading()
    {
        using var http = server.Http(null);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/v1/session")).StatusCode);
        var id = await server.SubmitAsync(server.Anna);

        using var answer = await http.PostAsJsonAsync("/v1/session", new { key = server.Anna });
        var set = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.Equal("anna user True", Show(await answer.Content.ReadFromJsonAsync<JsonElement>()));
        Assert.Contains("httponly", set, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", set, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("path=/", set, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("secure", set, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(server.Anna[^20..], set, StringComparison.Ordinal);

        http.DefaultRequestHeaders.Add("Cookie", set.Split(';')[0]);
        Assert.Equal("anna user True", Show(await http.GetFromJsonAsync<JsonElement>("/v1/session")));
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync($"/v1/generations/{id}")).StatusCode);
    }

    [Theory]
    [InlineData("same-origin", null, true)]
    [InlineData("cross-site", null, false)]
    [InlineData("same-site", null, false)]
    [InlineData(null, "own", true)]
    [InlineData(null, "https://evil.example.com", false)]
    [InlineData(null, "null", false)]
    [InlineData("cross-site", "https://studio.example.com", true)]
    [InlineData(null, null, false)]
    public async Task Change_ByCookie_NeedsAPageOfOurs(string? site, string? origin, bool taken)
    {
        var id = await server.SubmitAsync(server.Anna);
        using var http = server.Http(null);
        using var signIn = await http.PostAsJsonAsync("/v1/session", new { key = server.Anna });
        http.DefaultRequestHeaders.Add("Cookie", signIn.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        if (site is not null) http.DefaultRequestHeaders.Add("Sec-Fetch-Site", site);
        if (origin is not null) http.DefaultRequestHeaders.Add("Origin", origin == "own" ? server.Address.GetLeftPart(UriPartial.Authority) : origin);

        using var response = await http.DeleteAsync($"/v1/generations/{id}");

        if (taken)
            Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        else
            await ProblemAssert.IsAsync(response, HttpStatusCode.Forbidden, "Origin");
        Assert.Equal(taken, server.Client[id].Status.IsFinal);
    }

    [Fact]
    public async Task Session_OfARevokedKey_HasEnded()
    {
        var key = server.Make("emil");
        using var http = server.Http(null);
        using var signIn = await http.PostAsJsonAsync("/v1/session", new { key });
        http.DefaultRequestHeaders.Add("Cookie", signIn.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/v1/session")).StatusCode);

        server.Revoke(key);

        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/v1/session")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.PostAsJsonAsync("/v1/session", new { key })).StatusCode);
    }

    [Fact]
    public async Task SignOut_TakesTheCookieBack()
    {
        using var http = server.Http(null);
        using var answer = await http.DeleteAsync("/v1/session");

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Contains("expires=Thu, 01 Jan 1970", Assert.Single(answer.Headers.GetValues("Set-Cookie")), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task SignIn_FromAnotherSitesPage_IsRefused()
    {
        using var http = server.Http(null);
        http.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");

        await ProblemAssert.IsAsync(await http.PostAsJsonAsync("/v1/session", new { key = server.Anna }), HttpStatusCode.Forbidden, "Origin");
    }

    private static string Show(JsonElement session) =>
        $"{session.GetProperty("user").GetString()} {session.GetProperty("role").GetString()} {session.GetProperty("keys").GetBoolean()}";
}
