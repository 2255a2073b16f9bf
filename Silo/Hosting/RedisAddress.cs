using Hunyuan3D.Client;
using StackExchange.Redis;

namespace Hunyuan3D.Hosting;

/// <summary>The connection string of a Redis that somebody else runs: <c>host:port</c>, optionally with <c>,password=...,ssl=true</c> and the like.</summary>
internal static class RedisAddress
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static bool IsValid(string connectionString)
    {
        try
        {
            return ConfigurationOptions.Parse(connectionString).EndPoints.Count > 0;
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            return false;
        }
    }

    /// <summary>For people: without the password.</summary>
    public static string Show(string connectionString) => ConfigurationOptions.Parse(connectionString).ToString(includePassword: false);

    /// <summary>Finds out in seconds what the cluster's own start would only say after long retries.</summary>
    /// <exception cref="ClusterUnavailableException">Nobody answers there.</exception>
    public static async Task CheckAsync(string connectionString)
    {
        try
        {
            var options = ConfigurationOptions.Parse(connectionString);
            (options.ConnectTimeout, options.ConnectRetry) = ((int)Patience.TotalMilliseconds, 1);
            await using var redis = await ConnectionMultiplexer.ConnectAsync(options);
            await redis.GetDatabase().PingAsync();
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            throw new ClusterUnavailableException($"No Redis answers at {Show(connectionString)}. Check the address, the password and that the server runs.", e);
        }
    }
}
