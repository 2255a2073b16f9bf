using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Hunyuan3D.Hosting.Http.Access;
using Hunyuan3D.Hosting.Keys;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Http.Access;

public sealed class KeyCheckTests(KeyedServer server) : IClassFixture<KeyedServer>
{
    /// <summary>Not by oversight: each says for whom it is, and only these are for everybody.</summary>
    [Fact]
    public void Routes_All_SayWhoMayCallThem()
    {
        Assert.Equal("/unmarked", Assert.Single(server.Routes, route => route.Metadata.GetMetadata<RouteAccess>() is null).RoutePattern.RawText);
        Assert.Equal(
            ["/openapi/{documentName}.json", "/v1/session/", "/v1/session/"],
            server.Routes.Where(route => route.Access() == AccessLevel.Open).Select(route => route.RoutePattern.RawText).Order());
    }

    [Fact]
    public async Task Routes_Each_WithoutAKeyAndWithAnUnknownOneAre401()
    {
        using var nobody = server.Http(null);
        using var stranger = server.Http(KeyText.New().Key);
        foreach (var (method, path, level) in Requests("job1"))
        {
            if (level == AccessLevel.Open) continue;
            foreach (var http in (HttpClient[])[nobody, stranger])
            {
                using var response = await http.SendAsync(new HttpRequestMessage(method, path));
                Assert.True(response.StatusCode == HttpStatusCode.Unauthorized, $"{method} {path}: {response.StatusCode}");
                Assert.Equal("Bearer", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
                if (method != HttpMethod.Head)
                    Assert.Equal("unauthorized", (await ProblemAssert.IsAsync(response, HttpStatusCode.Unauthorized, field: null)).GetProperty("code").GetString());
            }
        }
    }

    [Fact]
    public async Task Routes_ForAdministrators_Are403ForAUser()
    {
        using var anna = server.Http(server.Anna);
        var admin = Requests("job1").Where(request => request.Level == AccessLevel.Admin).ToArray();

        Assert.Superset(new HashSet<string> { "/v1/cluster", "/v1/keys", "/unmarked" }, admin.Select(request => request.Path).ToHashSet());
        foreach (var (method, path, _) in admin)
        {
            using var response = await anna.SendAsync(new HttpRequestMessage(method, path));
            Assert.Equal("forbidden", (await ProblemAssert.IsAsync(response, HttpStatusCode.Forbidden, field: null)).GetProperty("code").GetString());
        }
    }

    [Fact]
    public async Task Routes_WithAJobOfAnotherUser_AreAsWithNoJob()
    {
        var id = await server.SubmitAsync(server.Anna);
        server.Client.Complete(id, [1, 2, 3]);
        using var bert = server.Http(server.Bert);
        var requests = Requests(id).Zip(Requests("nosuchjob")).Where(pair => pair.First.Path != pair.Second.Path && pair.First.Level == AccessLevel.User).ToArray();

        Assert.True(requests.Length >= 9, $"{requests.Length} routes");
        foreach (var (hers, none) in requests)
        {
            using var response = await bert.SendAsync(new HttpRequestMessage(hers.Method, hers.Path));
            using var missing = await bert.SendAsync(new HttpRequestMessage(none.Method, none.Path));
            Assert.True(response.StatusCode == HttpStatusCode.NotFound, $"{hers.Method} {hers.Path}: {response.StatusCode}");
            Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
            Assert.Equal((await missing.Content.ReadAsStringAsync()).Replace("nosuchjob", id, StringComparison.Ordinal), await response.Content.ReadAsStringAsync());
        }

        Assert.False(server.Client[id].Status.Failure is not null);
        using var anna = server.Http(server.Anna);
        using var admin = server.Http(server.Admin);
        Assert.Equal([1, 2, 3], await anna.GetByteArrayAsync($"/v1/generations/{id}/model"));
        Assert.Equal([1, 2, 3], await admin.GetByteArrayAsync($"/v1/generations/{id}/model"));
    }

    [Fact]
    public async Task Jobs_OfAKey_AreItsUsers()
    {
        var id = await server.SubmitAsync(server.Anna);
        var other = await server.SubmitAsync(server.Bert);
        using var anna = server.Http(server.Anna);

        Assert.Equal("anna", server.Client[id].Status.Request.User);
        var listed = await ListAsync(anna, "");
        Assert.Contains(id, listed);
        Assert.DoesNotContain(other, listed);
        Assert.Equal(listed, await ListAsync(anna, "?user=anna"));
        await ProblemAssert.IsAsync(await anna.GetAsync("/v1/generations?user=bert"), HttpStatusCode.Forbidden, "user");
        using var admin = server.Http(server.Admin);
        Assert.Superset(new HashSet<string> { id, other }, (await ListAsync(admin, "")).ToHashSet());
    }

    [Fact]
    public async Task Submit_InAnothersName_IsForAdministratorsOnly()
    {
        using var anna = server.Http(server.Anna);
        using var admin = server.Http(server.Admin);

        await ProblemAssert.IsAsync(await anna.PostAsync("/v1/generations", KeyedServer.Form(("user", "bert"))), HttpStatusCode.Forbidden, "user");
        Assert.Equal(HttpStatusCode.Accepted, (await anna.PostAsync("/v1/generations", KeyedServer.Form(("user", "anna")))).StatusCode);
        await ProblemAssert.IsAsync(await anna.PostAsJsonAsync("/generate/3d", new { image_url = "http://public.test/picture", user_id = "bert" }), HttpStatusCode.Forbidden, "user_id");
        var task = await (await anna.PostAsJsonAsync("/generate/3d", new { image_url = "http://public.test/picture", user_id = "anna" })).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("anna", server.Client[task.GetProperty("task_id").GetString()!].Status.Request.User);

        var made = await (await admin.PostAsync("/v1/generations", KeyedServer.Form(("user", "carl")))).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("carl", made.GetProperty("user").GetString());
        Assert.Equal("root", server.Client[await server.SubmitAsync(server.Admin)].Status.Request.User);
    }

    [Fact]
    public async Task IdempotencyKeys_OfTwoUsers_AreTwoJobs()
    {
        async Task<string> SubmitAsync(string key)
        {
            using var http = server.Http(key);
            http.DefaultRequestHeaders.Add("Idempotency-Key", "order-17");
            return (await (await http.PostAsync("/v1/generations", KeyedServer.Form())).Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        }

        var hers = await SubmitAsync(server.Anna);
        Assert.Equal(hers, await SubmitAsync(server.Anna));
        Assert.NotEqual(hers, await SubmitAsync(server.Bert));
    }

    [Fact]
    public async Task Key_InAnyOfItsPlaces_IsTaken()
    {
        var basicPassword = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"blender:{server.Anna}")));
        var basicUser = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{server.Anna}:")));
        foreach (var authorization in (AuthenticationHeaderValue[])[new("Bearer", server.Anna), new("bearer", server.Anna), basicPassword, basicUser])
        {
            using var http = server.Http(null);
            http.DefaultRequestHeaders.Authorization = authorization;
            Assert.Equal("anna", (await http.GetFromJsonAsync<JsonElement>("/v1/session")).GetProperty("user").GetString());
        }

        using var header = server.Http(null);
        header.DefaultRequestHeaders.Add("X-Api-Key", server.Anna);
        Assert.Equal("anna", (await header.GetFromJsonAsync<JsonElement>("/v1/session")).GetProperty("user").GetString());
        header.DefaultRequestHeaders.Authorization = new("Bearer", server.Bert);
        Assert.Equal(HttpStatusCode.Unauthorized, (await header.GetAsync("/v1/session")).StatusCode);
    }

    /// <summary>Its only setting is the server's address; Python's requests makes Basic of what stands before the @.</summary>
    [Fact]
    public async Task OfficialAddOn_WithTheKeyInItsAddress_IsTheKeysUser()
    {
        using var http = server.Http(null);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{server.Anna}:")));

        var sent = await (await http.PostAsJsonAsync("/send", new { image = Pictures.Png(3) })).Content.ReadFromJsonAsync<JsonElement>();
        var uid = sent.GetProperty("uid").GetString()!;

        Assert.Equal("anna", server.Client[uid].Status.Request.User);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync($"/status/{uid}")).StatusCode);
        using var bert = server.Http(server.Bert);
        Assert.Equal(HttpStatusCode.NotFound, (await bert.GetAsync($"/status/{uid}")).StatusCode);
    }

    [Fact]
    public async Task Keys_OverHttp_AreMadeListedAndRevoked()
    {
        using var admin = server.Http(server.Admin);
        using var created = await admin.PostAsJsonAsync("/v1/keys", new { user = "dora", role = "user", jobsPerDay = 7, maxPriority = "batch" });
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var reply = await created.Content.ReadFromJsonAsync<JsonElement>();
        var (id, key) = (reply.GetProperty("id").GetString()!, reply.GetProperty("key").GetString()!);
        server.Time.Advance(KeyRing.Freshness);
        using var dora = server.Http(key);
        Assert.Equal("dora", (await dora.GetFromJsonAsync<JsonElement>("/v1/session")).GetProperty("user").GetString());

        var text = await admin.GetStringAsync("/v1/keys");
        var listed = JsonSerializer.Deserialize<JsonElement>(text).GetProperty("keys").EnumerateArray().Single(k => k.GetProperty("id").GetString() == id);
        Assert.Equal((7, "batch"), (listed.GetProperty("jobsPerDay").GetInt32(), listed.GetProperty("maxPriority").GetString()));
        Assert.DoesNotContain(key[^43..], text, StringComparison.Ordinal);
        Assert.DoesNotContain("hash", text, StringComparison.OrdinalIgnoreCase);

        Assert.Equal(HttpStatusCode.OK, (await admin.DeleteAsync($"/v1/keys/{id}")).StatusCode);
        server.Time.Advance(KeyRing.Freshness);
        Assert.Equal(HttpStatusCode.Unauthorized, (await dora.GetAsync("/v1/session")).StatusCode);
        await ProblemAssert.IsAsync(await admin.DeleteAsync("/v1/keys/0123456789ab"), HttpStatusCode.NotFound, "id");
        await ProblemAssert.IsAsync(await admin.PostAsJsonAsync("/v1/keys", new { user = "no such/user" }), HttpStatusCode.BadRequest, "user");
        await ProblemAssert.IsAsync(await admin.PostAsJsonAsync("/v1/keys", new { user = "dora", jobsPerDay = 0 }), HttpStatusCode.BadRequest, "jobsPerDay");
        await ProblemAssert.IsAsync(await admin.PostAsJsonAsync("/v1/keys", new { user = "dora", admin = true }), HttpStatusCode.BadRequest, "body");
    }

    private static async Task<string[]> ListAsync(HttpClient http, string query) =>
        [.. (await http.GetFromJsonAsync<JsonElement>($"/v1/generations{query}")).GetProperty("generations").EnumerateArray().Select(job => job.GetProperty("id").GetString()!)];

    /// <summary>Every route as a request, with the job in its path.</summary>
    private IEnumerable<(HttpMethod Method, string Path, AccessLevel Level)> Requests(string job) =>
        from route in server.Routes
        from method in route.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.IHttpMethodMetadata>()!.HttpMethods
        let path = KeyCheck.JobNames.Aggregate("/" + route.RoutePattern.RawText!.TrimStart('/'), (text, name) => text.Replace($"{{{name}}}", job, StringComparison.Ordinal))
        select (new HttpMethod(method), path.Replace("{name}", "input", StringComparison.Ordinal).Replace("{deliveryId}", "1", StringComparison.Ordinal).Replace("{documentName}", "v1", StringComparison.Ordinal).TrimEnd('/'), route.Access());
}
