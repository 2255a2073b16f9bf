using System.Net.Security;
using Hunyuan3D.Client;
using Hunyuan3D.Grains.Hosting;
using StackExchange.Redis;

namespace Hunyuan3D.Hosting;

/// <summary>The connection string of a Redis that somebody else runs, see <see cref="RedisConnectionString"/>.</summary>
internal static class RedisAddress
{
    public const string Expected = "host:port, optionally with options such as ,password=...,ssl=true,caFile=FILE";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>What Redis answers to a wrong password, and to none.</summary>
    private static readonly string[] PasswordErrors = ["WRONGPASS", "NOAUTH", "invalid password", "invalid username-password"];

    /// <summary>Null: it can be used; else what is wrong with it, without telling its password.</summary>
    public static string? FindProblem(string connectionString)
    {
        try
        {
            return RedisConnectionString.Parse(connectionString).EndPoints.Count > 0 ? null : "no host";
        }
        catch (ArgumentException e) when (e.ParamName == "file")
        {
            return e.Message;
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            return "an option that there is not";
        }
    }

    /// <summary>For a connection of a silo.</summary>
    public static ConfigurationOptions Options(string connectionString) => RedisConnection.BePatient(RedisConnectionString.Parse(connectionString), connectionString);

    /// <summary>For people: without the password.</summary>
    public static string Show(string connectionString) => RedisConnectionString.Show(connectionString);

    /// <summary>Finds out in seconds what the cluster's own start would only say after long retries.</summary>
    /// <exception cref="ClusterUnavailableException">Nobody answers there, or not to us.</exception>
    public static async Task CheckAsync(string connectionString)
    {
        var tls = SslPolicyErrors.None;
        var options = RedisConnectionString.Parse(connectionString, errors => tls |= errors);
        try
        {
            (options.ConnectTimeout, options.ConnectRetry) = ((int)Patience.TotalMilliseconds, 1);
            await using var redis = await ConnectionMultiplexer.ConnectAsync(options);
            await redis.GetDatabase().PingAsync();
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            throw new ClusterUnavailableException(Explain(options, tls, e), e);
        }
    }

    private static string Explain(ConfigurationOptions options, SslPolicyErrors tls, Exception exception)
    {
        var where = options.ToString(includePassword: false);
        var messages = exception.ToString();
        if (PasswordErrors.Any(error => messages.Contains(error, StringComparison.OrdinalIgnoreCase)))
            return $"Redis at {where} refuses {(string.IsNullOrEmpty(options.Password) ? "to answer without a password. Add ,password=... to its address" : "the password. Check it")}, and ,user=... if it is not the default user's.";
        if (tls.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return $"Redis at {where} has a certificate for another name. Use the name that it is for, or give that name with ,sslHost=...";
        if (tls != SslPolicyErrors.None)
            return $"Redis at {where} has a certificate that is not trusted here. Give the certificate of the authority that issued it with ,caFile=FILE.";
        return $"No Redis answers at {where}. Check the address, that the server runs, and that both sides agree on TLS (,ssl=true is {(options.Ssl ? "set" : "not set")}).";
    }
}
