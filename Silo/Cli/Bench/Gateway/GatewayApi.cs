using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Hunyuan3D.Hosting.Http;
using Hunyuan3D.Hosting.Telemetry;
using Hunyuan3D.Inference.Imaging;

namespace Hunyuan3D.Hosting.Cli.Bench.Gateway;

/// <summary>The measured gateway's API as its callers use it.</summary>
internal sealed class GatewayApi : IDisposable
{
    /// <summary>Pixels along an edge of an uploaded picture.</summary>
    private const int Side = 64;

    private readonly HttpClient _http;

    public GatewayApi(Uri address, string? apiKey)
    {
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false, PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2) }) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        if (apiKey is not null)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
    }

    /// <summary>Submits a job with a picture of its own, about 12 KB.</summary>
    /// <exception cref="HttpRequestException">The server did not accept it.</exception>
    public async Task<NativeJob> SubmitAsync(int number, CancellationToken cancellationToken)
    {
        using var picture = new ByteArrayContent(Noise(number));
        picture.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        using var form = new MultipartFormDataContent
        {
            { picture, "image", "picture.png" },
            { new StringContent("simulated"), "engine" },
            { new StringContent("false"), "texture" },
            { new StringContent("false"), "useCache" },
            { new StringContent(string.Create(CultureInfo.InvariantCulture, $"caller{number % 100}")), "user" },
        };
        using var response = await _http.PostAsync(NativeApi.Root, form, cancellationToken);
        response.EnsureSuccessStatusCode();
        return JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(cancellationToken), NativeJson.Default.NativeJob)!;
    }

    /// <summary>Opens a job's event stream after an event; null: there is nothing more to tell.</summary>
    /// <exception cref="HttpRequestException">The server did not open it.</exception>
    public async Task<HttpResponseMessage?> OpenEventsAsync(string id, long lastEvent, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{NativeApi.Root}/{id}/events");
        if (lastEvent > 0)
            request.Headers.Add("Last-Event-ID", lastEvent.ToString(CultureInfo.InvariantCulture));
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.StatusCode == HttpStatusCode.OK)
            return response;
        using (response)
        {
            response.EnsureSuccessStatusCode();
            return null;
        }
    }

    public async Task<MetricsText> ReadMetricsAsync(CancellationToken cancellationToken) =>
        new(await _http.GetStringAsync(TelemetryComposition.MetricsPath, cancellationToken));

    public void Dispose() => _http.Dispose();

    private static byte[] Noise(int number)
    {
        var picture = new Picture(Side, Side);
        new Random(number).NextBytes(picture.Pixels);
        return ImageCodec.EncodePng(picture);
    }
}
