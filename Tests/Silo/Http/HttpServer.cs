using Hunyuan3D.Client;
using Hunyuan3D.Grains.Webhooks;
using Hunyuan3D.Hosting.Http;
using Hunyuan3D.Hosting.Http.Access;
using Hunyuan3D.Hosting.Http.Fetching;
using Hunyuan3D.Hosting.Http.Official;
using Hunyuan3D.Hosting.Http.Pages;
using Hunyuan3D.Hosting.Http.Tasks;
using Hunyuan3D.Tests.Silo.Http.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Http;

/// <summary>The HTTP dialects on a real port of loopback, over a <see cref="FakeClient"/> and a clock that stands still.</summary>
public sealed class HttpServer : IAsyncLifetime
{
    private WebApplication? _app;

    internal FakeClient Client { get; } = new();

    internal FakeTimeProvider Time { get; } = new();

    /// <summary>Throws where an answer is not as the OpenAPI document says.</summary>
    internal HttpClient Http { get; } = new(new ContractHandler());

    /// <summary>Changes to the services, before it starts.</summary>
    internal Action<IServiceCollection>? Configure { get; init; }

    internal EventStreams Events => _app!.Services.GetRequiredService<EventStreams>();

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IHunyuan3DClient>(Client);
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddSingleton<IKeyUsage>(new CountedKeyUsage(Time));
        builder.Services.AddHunyuan3DHttp();
        // The tests' own picture server.
        builder.Services.Configure<ImageUrlOptions>(o => (o.AllowHttp, o.AllowedNetworks) = (true, ["127.0.0.1/32"]));
        builder.Services.Configure<WebhookOptions>(o => (o.AllowHttp, o.AllowedNetworks) = (true, ["127.0.0.1/32"]));
        Configure?.Invoke(builder.Services);
        _app = builder.Build();
        _app.UseApiProblems();
        _app.UseHttpAccess();
        _app.MapHunyuan3DApi();
        _app.MapOfficialApi();
        _app.MapTaskApi();
        _app.MapClusterApi();
        _app.MapSessionApi();
        _app.MapKeysApi();
        _app.MapEnginesApi();
        _app.MapPages();
        _app.MapOpenApi();
        await _app.StartAsync();
        Http.BaseAddress = new Uri(_app.Urls.Single());
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await _app!.DisposeAsync();
    }
}
