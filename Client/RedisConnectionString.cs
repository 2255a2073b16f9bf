using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using StackExchange.Redis;

namespace Hunyuan3D.Client;

/// <summary>
/// Reads the connection string of a cluster's Redis: that of StackExchange.Redis (<c>host:port,password=...,ssl=true,sslHost=...</c>) and one option more, <c>caFile=FILE</c>: a PEM or DER file with the
/// certificate of the authority that issued the server's, for one that the machine does not trust by itself. Names are checked in any case.
/// </summary>
public static class RedisConnectionString
{
    private const string CaFile = "caFile=";

    /// <param name="connection">The connection string.</param>
    /// <param name="checkedTls">Told what was wrong with a server's certificate; null: nobody is.</param>
    /// <exception cref="ArgumentException">It is none, or the file of <c>caFile</c> cannot be read.</exception>
    public static ConfigurationOptions Parse(string connection, Action<SslPolicyErrors>? checkedTls = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var parts = connection.Split(',', StringSplitOptions.TrimEntries).ToLookup(part => part.StartsWith(CaFile, StringComparison.OrdinalIgnoreCase));
        var options = ConfigurationOptions.Parse(string.Join(',', parts[false]));
        var issuer = parts[true].Select(part => Load(part[CaFile.Length..])).FirstOrDefault();
        options.CertificateValidation += (_, certificate, chain, errors) =>
        {
            checkedTls?.Invoke(errors);
            return errors == SslPolicyErrors.None || (errors == SslPolicyErrors.RemoteCertificateChainErrors && issuer is not null && IsIssued(certificate, chain, issuer));
        };
        return options;
    }

    /// <summary>For people and logs: without the password.</summary>
    public static string Show(string connection) => Parse(connection).ToString(includePassword: false);

    private static X509Certificate2 Load(string file)
    {
        try
        {
            return X509CertificateLoader.LoadCertificateFromFile(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
        {
            throw new ArgumentException($"caFile={file} is no certificate that can be read: {e.Message}", nameof(file), e);
        }
    }

    private static bool IsIssued(X509Certificate? certificate, X509Chain? sent, X509Certificate2 issuer)
    {
        if (certificate is null) return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(issuer);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        if (sent is not null)
            chain.ChainPolicy.ExtraStore.AddRange(sent.ChainElements.Select(element => element.Certificate).ToArray());
        using var server = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return chain.Build(server);
    }
}
