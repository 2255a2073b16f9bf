using System.Net;
using System.Text.Json;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Http;

internal static class ProblemAssert
{
    /// <summary>The response is problem+json with this status and field (null: no field); returns it.</summary>
    public static async Task<JsonElement> IsAsync(HttpResponseMessage response, HttpStatusCode status, string? field)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(status == response.StatusCode, $"{response.StatusCode}: {body}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonSerializer.Deserialize<JsonElement>(body);
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        Assert.Equal(field, problem.TryGetProperty("field", out var named) ? named.GetString() : null);
        return problem;
    }
}
