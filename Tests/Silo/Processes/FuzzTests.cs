using System.Text.Json;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Processes;

/// <summary><c>bench fuzz</c>: a live server gets mutated requests, answers none with 500, and is as well afterwards as before.</summary>
[Collection(OneProcessTestAtATime.Name)]
public sealed class FuzzTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(6);

    [Fact]
    public async Task Fuzz_TenThousandRequests_LeaveTheServerWell()
    {
        var report = await RunAsync("--requests", "10000", "--seed", "1");

        Assert.Equal(10_000, report.GetProperty("requests").GetInt32());
        Assert.True(report.GetProperty("jobs").GetInt32() > 100, $"{report}");
        CheckAnswers(report, "200", "202", "400", "404", "405", "413", "415");
    }

    [Fact]
    public async Task Fuzz_ServerWithKeys_IsWellToo() => CheckAnswers(await RunAsync("--requests", "2000", "--seed", "2", "--keys"), "200", "202", "400", "401", "404");

    private static async Task<JsonElement> RunAsync(params string[] options)
    {
        var (exitCode, output) = await ServerProcess.RunAsync(["bench", "fuzz", "--json", .. options], settings: null, Limit);

        Assert.True(exitCode == 0, output);
        var report = JsonSerializer.Deserialize<JsonElement>(output[output.IndexOf('{', StringComparison.Ordinal)..]);
        Assert.Empty(report.GetProperty("violations").EnumerateArray());
        return report;
    }

    /// <summary>It was no blunt tool: requests were refused for many reasons, and others served.</summary>
    private static void CheckAnswers(JsonElement report, params string[] statuses)
    {
        var answers = report.GetProperty("answers");
        Assert.All(statuses, status => Assert.True(answers.TryGetProperty(status, out var count) && count.GetInt32() > 0, $"No {status}: {answers}"));
    }
}
