using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Hunyuan3D.Hosting.Http;

namespace Hunyuan3D.Hosting.Cli.Bench.Chaos;

/// <summary>Callers who do what a caller of an unreliable server has to: they repeat a submission under its key, and ask again when no answer came.</summary>
internal sealed class ChaosLoad(HttpClient http, byte[] picture)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly List<NativeJob> _ended = [];
    private readonly HashSet<string> _unexpected = [];
    private readonly HashSet<string> _ids = [];
    private int _next;
    private int _refused;

    /// <summary>Jobs that were told to have ended, in that order.</summary>
    public IReadOnlyList<NativeJob> Ended
    {
        get
        {
            lock (_ended) return [.. _ended];
        }
    }

    /// <summary>Ids that submissions were answered with.</summary>
    public IReadOnlyCollection<string> Accepted => _ids;

    /// <summary>Answers 503 and 429.</summary>
    public int Refused => _refused;

    /// <summary>Answers that no server should give.</summary>
    public IReadOnlyCollection<string> Unexpected => _unexpected;

    public Task RunAsync(int jobs, int users, CancellationToken cancellationToken) => Task.WhenAll(Enumerable.Range(0, users).Select(async _ =>
    {
        for (var seed = Interlocked.Increment(ref _next); seed <= jobs; seed = Interlocked.Increment(ref _next))
        {
            var job = await AnswerAsync(() => SubmitAsync(seed, cancellationToken), cancellationToken);
            lock (_ended) _ids.Add(job.Id);
            while (job.Ended is null)
            {
                await Task.Delay(Pause, cancellationToken);
                job = await AnswerAsync(() => http.GetAsync($"{NativeApi.Root}/{job.Id}", cancellationToken), cancellationToken);
            }

            lock (_ended) _ended.Add(job);
        }
    }));

    private async Task<HttpResponseMessage> SubmitAsync(int seed, CancellationToken cancellationToken)
    {
        using var file = new ByteArrayContent(picture);
        file.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        using var form = new MultipartFormDataContent
        {
            { file, "image", "picture.png" },
            { new StringContent("simulated"), "engine" },
            { new StringContent(seed.ToString(CultureInfo.InvariantCulture)), "seed" },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, NativeApi.Root) { Content = form };
        request.Headers.Add("Idempotency-Key", string.Create(CultureInfo.InvariantCulture, $"chaos-{seed}"));
        return await http.SendAsync(request, cancellationToken);
    }

    private async Task<NativeJob> AnswerAsync(Func<Task<HttpResponseMessage>> ask, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using var response = await ask();
                var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
                if (response.IsSuccessStatusCode)
                    return JsonSerializer.Deserialize(body, NativeJson.Default.NativeJob)!;
                if (response.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests && response.Headers.RetryAfter is not null)
                    Interlocked.Increment(ref _refused);
                else
                    lock (_ended) _unexpected.Add($"{(int)response.StatusCode}: {System.Text.Encoding.UTF8.GetString(body)}");
            }
            catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                // The gateway is gone or does not answer in time: asked again.
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }
}
