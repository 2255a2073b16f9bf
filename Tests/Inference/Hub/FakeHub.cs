using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Hunyuan3D.Inference.Hub;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hunyuan3D.Tests.Inference.Hub;

/// <summary>
/// A Hugging Face hub on loopback, over real HTTP: a server that lists files and gives the small ones, and behind redirects another one on another port that gives the
/// large ones by ranges. Everything asked of both is kept, and any answer can be replaced by a fault.
/// </summary>
internal sealed class FakeHub : IAsyncDisposable
{
    public const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private readonly WebApplication _hub = Build();
    private readonly WebApplication _store = Build();

    private FakeHub(string repository) => Repository = repository;

    public string Repository { get; }

    /// <summary>Serves the same files under another name too.</summary>
    public string? OtherRepository { get; set; }

    public ConcurrentDictionary<string, FakeHubFile> Files { get; } = new();

    public ConcurrentQueue<FakeHubRequest> Requests { get; } = new();

    /// <summary>What happens to a request; null: what is right.</summary>
    public Func<FakeHubRequest, FakeHubFault?> Fault { get; set; } = _ => null;

    public Uri Endpoint => new(_hub.Urls.Single());

    public Uri StoreEndpoint => new(_store.Urls.Single());

    /// <summary>Bytes that were asked for of the large files.</summary>
    public long BytesAsked => Requests.Where(request => request.IsStore).Sum(request => request.To - request.From);

    public static async Task<FakeHub> StartAsync(string repository = "tencent/Hunyuan3D-2mini")
    {
        var hub = new FakeHub(repository);
        hub._hub.Run(context => hub.AnswerAsync(context, isStore: false));
        hub._store.Run(context => hub.AnswerAsync(context, isStore: true));
        await Task.WhenAll(hub._hub.StartAsync(), hub._store.StartAsync());
        return hub;
    }

    public FakeHubFile Add(string path, byte[] content, bool large = true) => Files[path] = new FakeHubFile(content, large);

    /// <summary>Every file of a folder, under the names they have in it; the weights as large ones.</summary>
    public void AddFolder(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            Add(Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllBytes(file), Path.GetExtension(file) is ".safetensors" or ".bin" or ".ckpt");
    }

    public HubClient Client(TimeProvider time, HubOptions? options = null) => new((options ?? new HubOptions()) with { Endpoint = Endpoint }, time);

    public Task<HubSnapshot> SnapshotAsync(HubClient client) => client.ResolveAsync(Repository, "main", null, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _store.DisposeAsync();
    }

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        return builder.Build();
    }

    private async Task AnswerAsync(HttpContext context, bool isStore)
    {
        var path = Uri.UnescapeDataString(context.Request.Path.Value!);
        var repository = OtherRepository is { } other && path.Contains($"/{other}/", StringComparison.Ordinal) ? other : Repository;
        var prefix = isStore ? "/blobs/" : $"/{repository}/resolve/{Commit}/";
        var name = path.StartsWith(prefix, StringComparison.Ordinal) ? path[prefix.Length..] : null;
        var file = name is null ? null : Files.GetValueOrDefault(name);
        var (from, to) = Range(context, file?.Content.Length ?? 0);
        var request = new FakeHubRequest(isStore, path, name, from, to, context.Request.Headers.Authorization.ToString());
        Requests.Enqueue(request);
        var fault = Fault(request);
        if (fault?.Status is { } status)
        {
            context.Response.StatusCode = status;
            foreach (var (header, value) in fault.Headers)
                context.Response.Headers[header] = value;
        }
        else if (!isStore && path == $"/api/models/{repository}/revision/main")
        {
            await context.Response.WriteAsync(Listing());
        }
        else if (file is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        else if (file.IsLarge && !isStore)
        {
            context.Response.StatusCode = StatusCodes.Status302Found;
            context.Response.Headers.Location = new Uri(StoreEndpoint, $"blobs/{Uri.EscapeDataString(name!)}?signature=1").AbsoluteUri;
            context.Response.Headers["X-Linked-Etag"] = $"\"{file.Etag}\"";
            context.Response.Headers["X-Linked-Size"] = file.Content.Length.ToString(CultureInfo.InvariantCulture);
            context.Response.Headers["X-Repo-Commit"] = Commit;
        }
        else
        {
            await SendAsync(context, file, fault, from, to);
        }
    }

    private static async Task SendAsync(HttpContext context, FakeHubFile file, FakeHubFault? fault, int from, int to)
    {
        var response = context.Response;
        var whole = fault?.IgnoresRange == true || context.Request.Headers.Range.Count == 0;
        (from, to) = whole ? (0, file.Content.Length) : (from, to);
        response.StatusCode = whole ? StatusCodes.Status200OK : StatusCodes.Status206PartialContent;
        response.Headers.ETag = $"\"{file.Etag}\"";
        response.ContentLength = fault?.ContentLength ?? to - from;
        if (!whole)
            response.Headers.ContentRange = $"bytes {from}-{to - 1}/{fault?.TotalBytes ?? file.Content.Length}";
        var sent = Math.Min(fault?.Bytes ?? int.MaxValue, to - from);
        var slice = fault?.Slice ?? Math.Max(sent, 1);
        for (var at = from; at < from + sent; at += slice)
        {
            await response.Body.WriteAsync(file.Content.AsMemory(at, Math.Min(slice, from + sent - at)), context.RequestAborted);
            await response.Body.FlushAsync(context.RequestAborted);
            if (fault?.Then is { } then)
                await then(context.RequestAborted);
        }

        if (fault?.Drops == true)
            context.Abort();
    }

    private static (int From, int To) Range(HttpContext context, int length)
    {
        if (context.Request.GetTypedHeaders().Range?.Ranges.Single() is not { } range)
            return (0, length);
        return ((int)range.From!.Value, (int)Math.Min(range.To!.Value + 1, length));
    }

    private string Listing() => JsonSerializer.Serialize(new
    {
        sha = Commit,
        siblings = Files.Select(item => new
        {
            rfilename = item.Key,
            size = item.Value.Content.Length,
            blobId = item.Value.GitBlob,
            lfs = item.Value.IsLarge ? new { sha256 = item.Value.Sha256, size = item.Value.Content.Length, pointerSize = 134 } : null,
        }),
    });
}
