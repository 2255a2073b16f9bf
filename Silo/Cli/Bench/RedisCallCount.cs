using System.Globalization;
using Hunyuan3D.Client;
using StackExchange.Redis;

namespace Hunyuan3D.Hosting.Cli.Bench;

/// <summary>Which commands a Redis server has carried out, and how many of each; those inside scripts included.</summary>
internal static class RedisCallCount
{
    private const string Prefix = "cmdstat_";
    private const string Calls = "calls=";

    /// <summary>Null: the server does not count.</summary>
    public static async Task<IReadOnlyDictionary<string, long>?> ReadAsync(string redis)
    {
        var options = RedisConnectionString.Parse(redis);
        options.AllowAdmin = true;
        await using var connection = await ConnectionMultiplexer.ConnectAsync(options);
        var text = await connection.GetServers()[0].InfoRawAsync("commandstats");
        // cmdstat_hget:calls=21,usec=31,...
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var line in (text ?? "").Split('\n').Where(line => line.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            var (colon, calls) = (line.IndexOf(':', StringComparison.Ordinal), line.IndexOf(Calls, StringComparison.Ordinal) + Calls.Length);
            if (colon > 0 && calls > Calls.Length && long.TryParse(line.AsSpan(calls, line.IndexOf(',', calls) - calls), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
                counts[line[Prefix.Length..colon]] = count;
        }

        return counts.Count > 0 ? counts : null;
    }
}
