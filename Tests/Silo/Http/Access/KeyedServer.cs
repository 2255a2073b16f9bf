using System.Net.Http.Headers;
using Hunyuan3D.Client;
using Hunyuan3D.Hosting.Http;
using Hunyuan3D.Hosting.Http.Access;
using Hunyuan3D.Hosting.Http.Fetching;
using Hunyuan3D.Hosting.Http.Official;
using Hunyuan3D.Hosting.Http.Tasks;
using Hunyuan3D.Hosting.Keys;
using Hunyuan3D.Hosting.Outbound;
using Hunyuan3D.Tests.Silo.Http.Fetching;
using Hunyuan3D.Tests.Silo.Outbound;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Http.Access;

/// <summary>The HTTP side of a server with keys, on a real port of loopback, over a <see cref="FakeClient"/>, a clock that stands still and a network of the test's own.</summary>
public sealed class KeyedServer : IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("hunyuan3d-test-");
    private readonly PictureServer _pictures = new();
    private WebApplication? _app;

    internal FakeClient Client { get; } = new();

    internal FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    internal KeyFolder Folder { get; private set; } = null!;

    internal FakeNetwork Network { get; private set; } = null!;

    internal Uri Address => new(_app!.Urls.Single());

    /// <summary>Keys of an administrator and of two users.</summary>
    internal string Admin { get; private set; } = "";

    internal string Anna { get; private set; } = "";

    internal string Bert { get; private set; } = "";

    internal IServiceProvider Services => _app!.Services;

    internal IEnumerable<RouteEndpoint> Routes => Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

    public async Task InitializeAsync()
    {
        await _pictures.InitializeAsync();
        Folder = new KeyFolder(Path.Combine(_data.FullName, "keys"), Time);
        (Admin, Anna, Bert) = (Make("root", KeyRole.Admin), Make("anna"), Make("bert"));
        Network = new FakeNetwork(_pictures.Port).Name("public.test", "1.2.3.4");
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IHunyuan3DClient>(Client);
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddSingleton<IKeyUsage>(new CountedKeyUsage(Time));
        builder.WebHost.ConfigureKestrel(kestrel => ServerLimits.Apply(kestrel, grace: TimeSpan.FromSeconds(2)));
        builder.Services.AddSingleton<IOutboundNetwork>(Network);
        builder.Services.AddSingleton(new KeyRingSettings(Folder.Path));
        builder.Services.AddHunyuan3DHttp();
        builder.Services.Configure<ImageUrlOptions>(o => (o.AllowHttp, o.MaxBytes) = (true, 100_000));
        builder.Services.Configure<HttpAccessOptions>(o => o.CorsOrigins = ["https://studio.example.com"]);
        _app = builder.Build();
        _app.UseApiProblems();
        _app.UseHttpAccess();
        _app.MapHunyuan3DApi();
        _app.MapOfficialApi();
        _app.MapTaskApi();
        _app.MapClusterApi();
        _app.MapSessionApi();
        _app.MapKeysApi();
        _app.MapOpenApi().Allow(AccessLevel.Open);
        _app.MapGet("/unmarked", () => "For whom?");
        await _app.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _app!.DisposeAsync();
        await _pictures.DisposeAsync();
        _data.Delete(recursive: true);
    }

    /// <summary>A new key, known to the server at once.</summary>
    internal string Make(string user, KeyRole role = KeyRole.User, KeyLimits? limits = null)
    {
        var (_, key) = Folder.Create(new KeyRequest(user, role, limits ?? new KeyLimits()));
        Time.Advance(KeyRing.Freshness);
        return key;
    }

    internal void Revoke(string key)
    {
        Folder.Revoke(KeyText.IdOf(key)!);
        Time.Advance(KeyRing.Freshness);
    }

    /// <param name="key">Null: none.</param>
    internal HttpClient Http(string? key)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = Address };
        if (key is not null) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return http;
    }

    /// <summary>A job of the key's user, made over HTTP.</summary>
    internal async Task<string> SubmitAsync(string key)
    {
        using var http = Http(key);
        using var form = Form();
        using var response = await http.PostAsync("/v1/generations", form);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return response.Headers.Location!.ToString().Split('/')[^1];
    }

    internal static MultipartFormDataContent Form(params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent { { new ByteArrayContent(Pictures.Png(1)), "image", "picture.png" } };
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        return form;
    }
}
