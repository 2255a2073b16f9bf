using System.Text.Json;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Processes;

/// <summary>
/// The short form of <c>bench chaos</c>: each process of a cluster is killed while jobs run, and the audit finds that nothing was lost and nothing ran twice.
/// The environment variable <c>HUNYUAN3D_CHAOS=long</c> makes it the long form.
/// </summary>
[Collection(OneProcessTestAtATime.Name)]
public sealed class ChaosTests
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("HUNYUAN3D_CHAOS") == "long";

    private static readonly string[] Size = IsLong
        ? ["--jobs", "200"]
        : ["--jobs", "24", "--nodes", "2", "--pause", "500ms", "--shape", "1s", "--texture", "500ms", "--limit", "60s"];

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);

    [RedisFact]
    public Task Chaos_RealRedis_NothingIsLostAndNothingRunsTwice() => RunAsync(kills: 4, "--redis");

    [Fact]
    public Task Chaos_RedisOfTheFirstProcess_NothingIsLostAndNothingRunsTwice() => RunAsync(kills: 3);

    private static async Task RunAsync(int kills, params string[] more)
    {
        string[] command = ["bench", "chaos", "--json", "--kills", IsLong ? "40" : $"{kills}", .. Size, .. more];
        var (exitCode, output) = await ServerProcess.RunAsync(command, settings: null, Limit);

        Assert.True(exitCode == 0, output);
        var report = JsonSerializer.Deserialize<JsonElement>(output[output.IndexOf('{', StringComparison.Ordinal)..]);
        Assert.Equal(report.GetProperty("jobs").GetInt32(), report.GetProperty("completed").GetInt32());
        Assert.NotEmpty(report.GetProperty("kills").EnumerateObject());
        // The audit has read what it judges.
        Assert.True(report.GetProperty("steps").GetInt32() >= 20 * report.GetProperty("jobs").GetInt32() - 2 * report.GetProperty("interrupted").GetInt32(), output);
    }
}
