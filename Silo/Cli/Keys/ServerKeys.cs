using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Hunyuan3D.Client;
using Hunyuan3D.Hosting.Http;
using Hunyuan3D.Hosting.Http.Access;
using Hunyuan3D.Hosting.Keys;
using Hunyuan3D.Hosting.Requests;

namespace Hunyuan3D.Hosting.Cli.Keys;

/// <summary>Keys through a running server, by an administrator's key.</summary>
internal sealed class ServerKeys : IKeyAdministration
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http;

    /// <param name="key">Null: the server has none yet.</param>
    public ServerKeys(Uri server, string? key)
    {
        _http = new HttpClient { BaseAddress = server, Timeout = Patience };
        if (key is not null)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public async Task<KeyReply> CreateAsync(KeyRequest request, CancellationToken cancellationToken)
    {
        var body = new Dictionary<string, object>
        {
            [KeyRequest.UserField] = request.User,
            [KeyRequest.RoleField] = request.Role.ToString().ToLowerInvariant(),
        };
        Add(KeyRequest.RequestsPerMinuteField, request.Limits.RequestsPerMinute);
        Add(KeyRequest.JobsPerDayField, request.Limits.JobsPerDay);
        Add(KeyRequest.MaxWaitingField, request.Limits.MaxWaiting);
        Add(KeyRequest.MaxPriorityField, request.Limits.MaxPriority?.ToString().ToLowerInvariant());
        using var content = JsonContent.Create(body);
        using var response = await SendAsync(HttpMethod.Post, KeysApi.Root, content, cancellationToken);
        return (await response.Content.ReadFromJsonAsync(NativeJson.Default.KeyReply, cancellationToken))!;

        void Add(string field, object? value)
        {
            if (value is not null) body.Add(field, value);
        }
    }

    public async Task<IReadOnlyList<KeyReply>> ListAsync(CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, KeysApi.Root, content: null, cancellationToken);
        return (await response.Content.ReadFromJsonAsync(NativeJson.Default.KeyReplies, cancellationToken))!.Keys;
    }

    public async Task<KeyReply?> RevokeAsync(string id, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Delete, $"{KeysApi.Root}/{Uri.EscapeDataString(id)}", content: null, cancellationToken);
        return response.StatusCode == HttpStatusCode.NotFound ? null : await response.Content.ReadFromJsonAsync(NativeJson.Default.KeyReply, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new ClusterUnavailableException($"No server answers at {_http.BaseAddress}: {e.Message}", e);
        }

        if (response.IsSuccessStatusCode || (response.StatusCode == HttpStatusCode.NotFound && method == HttpMethod.Delete)) return response;
        using (response)
            throw new InputProblemException(new InputProblem(KeySource.ServerOption, $"{_http.BaseAddress} answers {(int)response.StatusCode}: {await DetailAsync(response, cancellationToken)}"));
    }

    private static async Task<string> DetailAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return (await response.Content.ReadFromJsonAsync(NativeJson.Default.ApiProblem, cancellationToken))!.Detail;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return "this is no server of hunyuan3d.";
        }
    }
}
