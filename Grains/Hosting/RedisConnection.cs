using StackExchange.Redis;

namespace Hunyuan3D.Grains.Hosting;

/// <summary>Reads the connection string of the cluster's Redis.</summary>
public static class RedisConnection
{
    /// <summary>
    /// How long a command may take before it counts as failed, where the connection string has neither <c>asyncTimeout</c> nor <c>syncTimeout</c>. Twice what the library allows: on a machine
    /// that is short of processors an answer may lie there for seconds before anybody reads it, and every command that is given up costs a job's transition another attempt.
    /// </summary>
    public static readonly TimeSpan CommandTimeout = TimeSpan.FromSeconds(10);

    /// <param name="connectionString">For example <c>127.0.0.1:6379,asyncTimeout=20000</c>.</param>
    public static ConfigurationOptions Parse(string connectionString)
    {
        ArgumentNullException.ThrowIfNull(connectionString);
        return BePatient(ConfigurationOptions.Parse(connectionString), connectionString);
    }

    /// <summary>Sets <see cref="CommandTimeout"/> where the connection string leaves it open.</summary>
    /// <param name="options">Made of the connection string.</param>
    public static ConfigurationOptions BePatient(ConfigurationOptions options, string connectionString)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(connectionString);
        if (!Names(connectionString, "asyncTimeout") && !Names(connectionString, "syncTimeout"))
            options.AsyncTimeout = options.SyncTimeout = (int)CommandTimeout.TotalMilliseconds;
        return options;
    }

    private static bool Names(string connectionString, string option)
        => connectionString.Split(',').Any(part => part.Trim().StartsWith(option + "=", StringComparison.OrdinalIgnoreCase));
}
