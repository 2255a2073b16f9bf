using System.Globalization;
using StackExchange.Redis;

namespace Hunyuan3D.Hosting.Cli.Bench;

/// <summary>How many commands a Redis server has carried out.</summary>
internal static class RedisCallCount
{
    private const string Field = "total_commands_processed";

    /// <summary>Null: the server does not count.</summary>
    public static async Task<long?> ReadAsync(string redis)
    {
        var options = ConfigurationOptions.Parse(redis);
        options.AllowAdmin = true;
        await using var connection = await ConnectionMultiplexer.ConnectAsync(options);
        var text = await connection.GetServers()[0].InfoRawAsync("stats");
        var line = text?.Split('\n').FirstOrDefault(l => l.StartsWith(Field, StringComparison.Ordinal));
        return line is not null && long.TryParse(line.AsSpan(line.IndexOf(':', StringComparison.Ordinal) + 1).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count : null;
    }
}
