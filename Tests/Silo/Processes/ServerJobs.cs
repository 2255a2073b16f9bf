using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Hunyuan3D.Tests.Silo.Http;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Processes;

/// <summary>Jobs of a server process, over HTTP.</summary>
internal sealed class ServerJobs(HttpClient http)
{
    private const string Path = "/v1/generations";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Submits a picture to the simulated engine; requests with different seeds are different requests.</summary>
    public async Task<string> SubmitAsync(int seed, string engine = "simulated")
    {
        using var response = await PostAsync(Pictures.Png(1), ("engine", engine), ("seed", $"{seed}"));
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, body);
        return JsonSerializer.Deserialize<JsonElement>(body).GetProperty("id").GetString()!;
    }

    public async Task<HttpResponseMessage> PostAsync(byte[] picture, params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(picture), "image", "picture.png" } };
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        return await http.PostAsync(Path, form);
    }

    /// <summary>Submits a mesh that is to be textured, and does not look into the result cache.</summary>
    public async Task<string> SubmitMeshAsync(byte[] mesh, string engine)
    {
        var body = new { image = Pictures.Png(1), mesh, engine, useCache = false, textureSize = 256 };
        using var response = await http.PostAsJsonAsync(Path, body);
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    public Task<JsonElement> GetAsync(string id) => http.GetFromJsonAsync<JsonElement>($"{Path}/{id}");

    public async Task<JsonElement[]> ListAsync(string query = "") =>
        [.. (await http.GetFromJsonAsync<JsonElement>($"{Path}{query}")).GetProperty("generations").EnumerateArray()];

    /// <summary>Follows the job's events until one is wanted; fails when they end before that.</summary>
    public async Task<JsonElement> UntilAsync(string id, Func<JsonElement, bool> wanted)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var response = await http.GetAsync($"{Path}/{id}/events", HttpCompletionOption.ResponseHeadersRead, limit.Token);
        JsonElement last = default;
        await foreach (var item in SseParser.Create(await response.Content.ReadAsStreamAsync(limit.Token)).EnumerateAsync(limit.Token))
        {
            last = JsonSerializer.Deserialize<JsonElement>(item.Data);
            if (wanted(last))
                return last;
        }

        Assert.Fail($"The events ended with {last}.");
        return last;
    }

    public async Task<JsonElement> CompletedAsync(string id)
    {
        var job = await UntilAsync(id, j => j.GetProperty("ended").ValueKind != JsonValueKind.Null);
        Assert.True(Status(job) == "completed", job.ToString());
        return job;
    }

    public static string Status(JsonElement job) => job.GetProperty("status").GetString()!;
}
