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
        var (exitCode, output) = await ServerProcess.RunAsync(["bench", "fuzz", "--requests", "10000", "--seed", "1", "--json"], settings: null, Limit);

        Assert.True(exitCode == 0, output);
        var report = JsonSerializer.Deserialize<JsonElement>(output[output.IndexOf('{', StringComparison.Ordinal)..]);
        Assert.Equal(10_000, report.GetProperty("requests").GetInt32());
        Assert.Empty(report.GetProperty("violations").EnumerateArray());
        // It was no blunt tool: requests were refused, and others served.
        var answers = report.GetProperty("answers");
        foreach (var status in (string[])["200", "202", "400", "404", "405", "413", "415"])
            Assert.True(answers.TryGetProperty(status, out var count) && count.GetInt32() > 0, output);
        Assert.True(report.GetProperty("jobs").GetInt32() > 100, output);
    }
}
