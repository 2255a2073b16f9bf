using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Http.Fetching;

/// <summary>A server with a picture, and with all that a fetcher may meet.</summary>
public sealed class PictureServer : IAsyncLifetime
{
    private WebApplication? _app;

    public int Port => new Uri(_app!.Urls.Single()).Port;

    internal static byte[] Picture { get; } = Pictures.Png(77);

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapGet("/picture", () => Results.Bytes(Picture, "text/html"));
        _app.MapGet("/to", (string url) => Results.Redirect(url));
        _app.MapGet("/round/{count:int}", (int count) => count == 0 ? Results.Redirect("/picture") : Results.Redirect($"/round/{count - 1}"));
        _app.MapGet("/text", () => "This is no picture.");
        _app.MapGet("/said-large", context =>
        {
            context.Response.ContentLength = 1L << 40;
            return context.Response.StartAsync();
        });
        _app.MapGet("/endless", async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(new byte[8192], context.RequestAborted);
        });
        _app.MapGet("/silent", context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await _app.StartAsync();
    }

    public async Task DisposeAsync() => await _app!.DisposeAsync();
}
