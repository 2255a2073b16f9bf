using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hunyuan3D.Tests.Silo.Http;

/// <summary>Holds every answer that a test gets against the server's own OpenAPI document: the route, the status, the media type and, of JSON, the body.</summary>
internal sealed class ContractHandler() : DelegatingHandler(new SocketsHttpHandler())
{
    private const string DocumentPath = "/openapi/v1.json";

    private static readonly string[] Roots = ["/v1", "/generate", "/send", "/status", "/health", "/healthz"];

    private Task<JsonElement>? _document;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (request.RequestUri!.AbsolutePath == DocumentPath)
            return response;
        var document = await (_document ??= ReadAsync(request.RequestUri));
        if (await FaultAsync(document, request, response) is { } fault)
            throw new InvalidOperationException($"{request.Method} {request.RequestUri.AbsolutePath} -> {(int)response.StatusCode} is not as documented: {fault}");
        return response;
    }

    private static async Task<string?> FaultAsync(JsonElement document, HttpRequestMessage request, HttpResponseMessage response)
    {
        var path = document.GetProperty("paths").EnumerateObject().OrderBy(p => p.Name.Count(c => c == '{')).FirstOrDefault(p => Matches(p.Name, request.RequestUri!.AbsolutePath));
        if (path.Value.ValueKind != JsonValueKind.Object)
            return response.StatusCode == HttpStatusCode.NotFound || !IsApi(request.RequestUri!.AbsolutePath) ? null : "there is no such path";
        if (!path.Value.TryGetProperty(request.Method.Method.ToLowerInvariant(), out var operation))
            return response.StatusCode == HttpStatusCode.MethodNotAllowed ? null : "there is no such method";
        if (!operation.GetProperty("responses").TryGetProperty($"{(int)response.StatusCode}", out var answer))
            return $"there is no such status; {await response.Content.ReadAsStringAsync()}";
        var type = response.Content.Headers.ContentType?.MediaType;
        if (type is null || request.Method == HttpMethod.Head)
            return null;
        if (!answer.TryGetProperty("content", out var content) || !content.TryGetProperty(type, out var media))
            return $"there is no such media type: {type}";
        if (type is not ("application/json" or "application/problem+json"))
            return null;
        await response.Content.LoadIntoBufferAsync();
        var faults = new JsonSchema(document).Faults(media.GetProperty("schema"), JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync()));
        return faults.Count == 0 ? null : string.Join(' ', faults);
    }

    /// <summary>The web page and its files are no business of the document.</summary>
    private static bool IsApi(string path) => Roots.Any(root => path == root || path.StartsWith(root + "/", StringComparison.Ordinal));

    private static bool Matches(string template, string path) =>
        Regex.IsMatch(path, "^" + string.Join('/', template.Split('/').Select(part => part.StartsWith('{') ? "[^/]+" : Regex.Escape(part))) + "/?$");

    private async Task<JsonElement> ReadAsync(Uri server)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server, DocumentPath));
        using var response = await base.SendAsync(request, CancellationToken.None);
        return JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync());
    }
}
