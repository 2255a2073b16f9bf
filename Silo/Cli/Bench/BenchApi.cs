using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Hosting.Http;
using Hunyuan3D.Inference.Imaging;

namespace Hunyuan3D.Hosting.Cli.Bench;

/// <summary>Jobs of the measured cluster, over HTTP as any caller has them.</summary>
internal sealed class BenchApi(HttpClient http) : IDisposable
{
    public static readonly byte[] Picture = Square();
    private const string Data = "data: ";

    public void Dispose() => http.Dispose();

    public Task<string> GetAsync(string path, CancellationToken cancellationToken) => http.GetStringAsync(path, cancellationToken);

    /// <summary>Submits a job and returns when its end was told. Jobs with equal seeds are equal.</summary>
    /// <returns>Whether the result came from the cache.</returns>
    /// <exception cref="IOException">The job did not complete.</exception>
    public async Task<bool> RunAsync(string user, long seed, bool texture, CancellationToken cancellationToken) =>
        (await CompleteAsync(user, seed, texture, cancellationToken)).Result!.FromCache;

    /// <summary>Submits a job and returns it when it is completed.</summary>
    /// <exception cref="IOException">The job did not complete.</exception>
    public async Task<NativeJob> CompleteAsync(string user, long seed, bool texture, CancellationToken cancellationToken)
    {
        var job = await SubmitAsync(user, seed, texture, cancellationToken);
        // Streams may end early, as they do for any caller when a server is too busy: then they are opened again.
        while (job.Ended is null)
            job = await FollowAsync(job, cancellationToken);
        return job.Status == GenerationStatusCode.Completed
            ? job
            : throw new IOException($"Job {job.Id} ended {job.Status}: {job.Failure?.Message}");
    }

    // Small: the load is about the cluster, not about pictures.
    private static byte[] Square()
    {
        var picture = new Picture(16, 16);
        Array.Fill(picture.Pixels, byte.MaxValue);
        return ImageCodec.EncodePng(picture);
    }

    private async Task<NativeJob> SubmitAsync(string user, long seed, bool texture, CancellationToken cancellationToken)
    {
        using var picture = new ByteArrayContent(Picture);
        picture.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        using var form = new MultipartFormDataContent
        {
            { picture, "image", "picture.png" },
            { new StringContent("simulated"), "engine" },
            { new StringContent(user), "user" },
            { new StringContent(seed.ToString(CultureInfo.InvariantCulture)), "seed" },
            { new StringContent(texture ? "true" : "false"), "texture" },
        };
        using var response = await http.PostAsync(NativeApi.Root, form, cancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw new IOException($"A job was refused with {(int)response.StatusCode}: {System.Text.Encoding.UTF8.GetString(body)}");
        return JsonSerializer.Deserialize(body, NativeJson.Default.NativeJob)!;
    }

    /// <summary>The job at the end of the stream, which may not be the job's end.</summary>
    private async Task<NativeJob> FollowAsync(NativeJob last, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync($"{NativeApi.Root}/{last.Id}/events", HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            if (!line.StartsWith(Data, StringComparison.Ordinal))
                continue;
            last = JsonSerializer.Deserialize(line.AsSpan(Data.Length), NativeJson.Default.NativeJob)!;
            if (last.Ended is not null)
                break;
        }

        return last;
    }
}
