using System.Net.Http.Json;
using System.Text.Json;
using Hunyuan3D.Hosting;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Processes;

/// <summary>A server as <c>serve</c> starts it, in this process so that its routes can be asked for.</summary>
[Collection(OneProcessTestAtATime.Name)]
public sealed class RouteTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task OpenApi_OfAServer_HasEveryRouteOfEveryDialectAndNoOther()
    {
        await using var host = await ServeHost.StartAsync(new ServeRequest(_folder.Path) { Urls = "http://127.0.0.1:0" });
        using var http = new HttpClient { BaseAddress = new Uri(host.Urls.Single()) };
        var document = await http.GetFromJsonAsync<JsonElement>("/openapi/v1.json");
        var documented = document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(operation => $"{operation.Name.ToUpperInvariant()} {path.Name}")).ToHashSet();

        var routes = host.Endpoints.OfType<RouteEndpoint>().ToArray();
        var open = routes.Where(route => route.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is not { ExcludeFromDescription: true }).SelectMany(Named).ToArray();
        Assert.Equal(open.Order(), documented.Order());

        // What is left out is no interface for programs of others.
        var hidden = routes.SelectMany(Named).Except(open).Select(name => name.Split(' ')[1]).ToArray();
        Assert.Contains("/metrics", hidden);
        Assert.DoesNotContain(hidden, path => path.StartsWith("/v1", StringComparison.Ordinal) || path.StartsWith("/generate", StringComparison.Ordinal) || path.StartsWith("/send", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Named(RouteEndpoint route)
    {
        var path = "/" + route.RoutePattern.RawText!.Trim('/');
        return (route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["ANY"]).Select(method => $"{method} {path}");
    }
}
