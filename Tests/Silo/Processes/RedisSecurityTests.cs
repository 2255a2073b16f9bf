using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Hunyuan3D.Client;
using Hunyuan3D.Hosting;
using Hunyuan3D.Tests.Silo.Http.Access;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Processes;

/// <summary>A real Redis with a password behind TLS, whose certificate is of an authority that the test makes.</summary>
[Collection(OneProcessTestAtATime.Name)]
public sealed class RedisSecurityTests : IDisposable
{
    private const string Password = "correct-horse-battery-staple";
    private const string AdminKey = "h3d_8c1f0e77d2b94a6eb5a3c4d5e6f70819";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [RedisFact]
    public async Task Connection_ToTls_IsCheckedAndEachFaultIsNamed()
    {
        await using var redis = await StartAsync();
        MakeAuthority("other");
        var tls = $"127.0.0.1:{redis.Port},ssl=true";

        await RedisAddress.CheckAsync($"{tls},password={Password},caFile={_folder.File("ca.crt")}");
        foreach (var (connection, message) in new[]
        {
            ($"{tls},password=hunter22,caFile={_folder.File("ca.crt")}", "refuses the password"),
            ($"{tls},caFile={_folder.File("ca.crt")}", "without a password"),
            ($"{tls},password={Password}", "not trusted here"),
            ($"{tls},password={Password},caFile={_folder.File("other.crt")}", "not trusted here"),
            ($"{tls},password={Password},sslHost=redis.example.com,caFile={_folder.File("ca.crt")}", "for another name"),
            ($"127.0.0.1:{redis.Port},password={Password}", "agree on TLS (,ssl=true is not set)"),
            ($"127.0.0.1:{FreePort.Any()},password={Password}", "No Redis answers"),
        })
        {
            var problem = await Assert.ThrowsAsync<ClusterUnavailableException>(() => RedisAddress.CheckAsync(connection));
            Assert.Contains(message, problem.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(Password, problem.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("hunter22", problem.Message, StringComparison.Ordinal);
        }

        Assert.Contains("nowhere.crt", RedisAddress.FindProblem($"{tls},caFile=nowhere.crt"), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter22", RedisAddress.FindProblem("host:1,pasword=hunter22"), StringComparison.Ordinal);
    }

    /// <summary>Whatever the level of the log.</summary>
    [RedisFact]
    public async Task Serve_OnRedisWithTls_WorksAndTellsNoSecret()
    {
        await using var redis = await StartAsync();
        var data = _folder.File("data");
        var (_, output) = await ServerProcess.RunAsync("keys", "create", "--user", "anna", "--data", data);
        var key = output.Split('\n').Single(line => line.StartsWith("h3d_", StringComparison.Ordinal)).Trim();
        var settings = new Dictionary<string, string>(SimulatedSettings.Stages(shapeSeconds: 0.1, textureSeconds: 0.1))
        {
            ["Hunyuan3D__Keys__Admin"] = AdminKey,
            ["Hunyuan3D__Redis"] = $"127.0.0.1:{redis.Port},ssl=true,password={Password},caFile={_folder.File("ca.crt")}",
            ["Logging__LogLevel__Default"] = "Trace",
            ["Logging__LogLevel__Hunyuan3D"] = "Trace",
        };
        await using var server = await ServerProcess.ServeAsync(data, settings: settings);
        using var form = KeyedServer.Form(("engine", "simulated"));
        server.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var submitted = await server.Http.PostAsync("/v1/generations", form);
        Assert.Equal(HttpStatusCode.Accepted, submitted.StatusCode);
        var id = (await submitted.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        await new ServerJobs(server.Http).CompletedAsync(id);
        using var signIn = await server.Http.PostAsJsonAsync("/v1/session", new { key });
        var cookie = signIn.Headers.GetValues("Set-Cookie").Single().Split(';', '=')[1];
        server.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AdminKey);
        Assert.Equal(HttpStatusCode.OK, (await server.Http.GetAsync("/v1/keys")).StatusCode);
        server.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "h3d_000000000000_wrong-and-still-nobodys-business");
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Http.GetAsync("/v1/keys")).StatusCode);
        await server.TerminateAsync();

        // It did log.
        Assert.Contains(" trce: ", server.Output, StringComparison.Ordinal);
        foreach (var secret in (string[])[Password, AdminKey, key, key[^43..], cookie, "nobodys-business"])
            Assert.DoesNotContain(server.Output.Split('\n'), line => line.Contains(secret, StringComparison.Ordinal));

        settings["Hunyuan3D__Redis"] = $"127.0.0.1:{redis.Port},ssl=true,password=hunter22,caFile={_folder.File("ca.crt")}";
        var (code, said) = await ServerProcess.RunAsync(["serve", "--data", data, "--urls", "http://127.0.0.1:0"], settings);
        Assert.Equal(1, code);
        Assert.Contains("refuses the password", said, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter22", said, StringComparison.Ordinal);
    }

    private async Task<RedisProcess> StartAsync()
    {
        using var authority = MakeAuthority("ca");
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=redis", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, authority.NotBefore, authority.NotAfter, [1, 2, 3, 4]);
        File.WriteAllText(_folder.File("redis.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(_folder.File("redis.key"), key.ExportPkcs8PrivateKeyPem());
        return await RedisProcess.StartAsync(
            _folder.Path,
            port => ["--port", "0", "--tls-port", $"{port}", "--tls-cert-file", _folder.File("redis.crt"), "--tls-key-file", _folder.File("redis.key"), "--tls-auth-clients", "no", "--requirepass", Password],
            port => $"127.0.0.1:{port},ssl=true,password={Password},caFile={_folder.File("ca.crt")}");
    }

    /// <summary>With its private key; the certificate alone is written to NAME.crt.</summary>
    private X509Certificate2 MakeAuthority(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        var now = DateTimeOffset.UtcNow;
        var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(_folder.File($"{name}.crt"), certificate.ExportCertificatePem());
        return certificate;
    }
}
