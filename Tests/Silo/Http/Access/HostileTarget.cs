using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Hosting.Keys;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Http.Access;

/// <summary>A server with keys, jobs of two users, and one without keys, all on real ports.</summary>
public sealed class HostileTarget : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly KeyedServer _keyed = new();
    private readonly HttpServer _open = new();

    internal KeyedServer Server => _keyed;

    internal string Admin => _keyed.Admin;

    internal string Anna => _keyed.Anna;

    internal string Bert => _keyed.Bert;

    internal string Revoked { get; private set; } = "";

    /// <summary>A key for batch jobs only.</summary>
    internal string Batch { get; private set; } = "";

    /// <summary>A key whose requests of the minute are used up.</summary>
    internal string Spent { get; private set; } = "";

    /// <summary>A key whose jobs of the day are used up.</summary>
    internal string UsedUp { get; private set; } = "";

    internal string JobOfAnna { get; private set; } = "";

    internal string JobOfBert { get; private set; } = "";

    /// <summary>Anna's cookie.</summary>
    internal string Session { get; private set; } = "";

    public async Task InitializeAsync()
    {
        await _keyed.InitializeAsync();
        await _open.InitializeAsync();
        _keyed.Network.Name("metadata.test", "169.254.169.254").Name("mixed.test", "1.2.3.4 10.0.0.1").Name("rebind.test", "1.2.3.4", "127.0.0.1");
        Revoked = _keyed.Make("rosa");
        _keyed.Revoke(Revoked);
        Batch = _keyed.Make("berta", limits: new KeyLimits { MaxPriority = GenerationPriority.Batch });
        UsedUp = _keyed.Make("ute", limits: new KeyLimits { JobsPerDay = 1 });
        await _keyed.SubmitAsync(UsedUp);
        (JobOfAnna, JobOfBert) = (await _keyed.SubmitAsync(Anna), await _keyed.SubmitAsync(Bert));
        _keyed.Client.Complete(JobOfAnna, [1, 2, 3]);
        _keyed.Client.Complete(JobOfBert, [4, 5, 6]);
        using var http = _keyed.Http(null);
        using var signIn = await http.PostAsJsonAsync("/v1/session", new { key = Anna });
        Session = signIn.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        Spent = _keyed.Make("spencer", limits: new KeyLimits { RequestsPerMinute = 1 });
        using var spender = _keyed.Http(Spent);
        await spender.GetAsync("/v1/session");
    }

    public async Task DisposeAsync()
    {
        await _open.DisposeAsync();
        await _keyed.DisposeAsync();
    }

    internal async Task<string> SendAsync(HttpRequestMessage request, string? key)
    {
        using var http = _keyed.Http(key);
        using var response = await http.SendAsync(request).WaitAsync(Limit);
        return await TellAsync(response);
    }

    internal async Task<string> SendToOpenAsync(HttpRequestMessage request)
    {
        using var response = await _open.Http.SendAsync(request).WaitAsync(Limit);
        return await TellAsync(response);
    }

    /// <summary>Bytes as they are; a body that was announced and does not come keeps the connection waiting.</summary>
    internal async Task<string> SendRawAsync(string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(_keyed.Address.Host, _keyed.Address.Port);
        await using var stream = socket.GetStream();
        using var limit = new CancellationTokenSource(Limit);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), limit.Token);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        var status = await reader.ReadLineAsync(limit.Token);
        return status is { Length: >= 12 } ? status.Substring(9, 3) : $"no answer but '{status}'";
    }

    /// <summary>A request without a body, or with the beginning of one.</summary>
    internal string Request(string method, string path, string key, string headers = "", string body = "") =>
        $"{method} {path} HTTP/1.1\r\nHost: {_keyed.Address.Authority}\r\nAuthorization: Bearer {key}\r\n{headers}\r\n{body}";

    private static async Task<string> TellAsync(HttpResponseMessage response)
    {
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
        var body = await response.Content.ReadAsStringAsync();
        var status = $"{(int)response.StatusCode}";
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json" || body.Length == 0) return status;
        var problem = JsonSerializer.Deserialize<JsonElement>(body);
        var told = problem.TryGetProperty("field", out var field) ? field : problem.TryGetProperty("code", out var code) ? code : default;
        return told.ValueKind == JsonValueKind.String ? $"{status} {told.GetString()}" : status;
    }
}
