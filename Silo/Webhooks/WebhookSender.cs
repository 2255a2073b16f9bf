using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using Hunyuan3D.Grains.Interfaces.Webhooks;
using Hunyuan3D.Grains.Webhooks;
using Hunyuan3D.Hosting.Http;
using Hunyuan3D.Hosting.Outbound;
using Microsoft.Extensions.Options;

namespace Hunyuan3D.Hosting.Webhooks;

/// <summary>Posts messages to their receivers through an <see cref="OutboundGuard"/>. Of the answer only status and <c>Retry-After</c> are taken: its body is not read.</summary>
internal sealed class WebhookSender : IWebhookSender, IDisposable
{
    private readonly WebhookOptions _options;
    private readonly OutboundGuard _guard;
    private readonly HttpMessageInvoker _http;
    private readonly SemaphoreSlim _places;
    private readonly string[] _secrets;
    private readonly TimeProvider _time;

    public WebhookSender(IOptions<WebhookOptions> options, IOutboundNetwork network, TimeProvider time)
    {
        (_options, _time) = (options.Value, time);
        _guard = new OutboundGuard(_options.AllowHttp, _options.AllowedNetworks, network);
        _http = _guard.CreateClient();
        _places = new SemaphoreSlim(_options.MaxConcurrent);
        _secrets = [.. new[] { _options.Secret, _options.PreviousSecret }.OfType<string>()];
    }

    public string? Refuse(string url)
    {
        if (_options.Secret is null)
            return $"{CallbackUrl.Field}: this server calls nobody back, since it has no secret to sign with. Its operator can set {WebhookOptions.Section}:Secret.";
        try
        {
            _guard.Parse(url);
            return null;
        }
        catch (OutboundRefusedException e)
        {
            return $"{CallbackUrl.Field}: {e.Message}";
        }
    }

    public async Task<WebhookOutcome> SendAsync(WebhookMessage message, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        var start = _time.GetTimestamp();
        try
        {
            using var limit = new CancellationTokenSource(_options.Timeout, _time);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
            try
            {
                using var request = Request(message);
                using var response = await _http.SendAsync(request, ending.Token);
                return new WebhookOutcome(_time.GetElapsedTime(start), (int)response.StatusCode, null, RetryAfter(response));
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                return Failed(string.Create(CultureInfo.InvariantCulture, $"The receiver did not answer within {_options.Timeout.TotalSeconds} s."));
            }
            catch (Exception e) when ((e as OutboundRefusedException ?? e.InnerException as OutboundRefusedException) is { } refused)
            {
                return Failed($"The URL may not be called: {refused.Message}");
            }
            catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
            {
                return Failed(Explain((e as HttpRequestException)?.HttpRequestError));
            }
        }
        finally
        {
            _places.Release();
        }

        WebhookOutcome Failed(string problem) => new(_time.GetElapsedTime(start), HttpStatus: null, problem);
    }

    public void Dispose()
    {
        _http.Dispose();
        _places.Dispose();
    }

    private HttpRequestMessage Request(WebhookMessage message)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(WebhookEvent.From(message), NativeJson.Default.WebhookEvent);
        var request = new HttpRequestMessage(HttpMethod.Post, _guard.Parse(message.Url)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.TryAddWithoutValidation("User-Agent", "hunyuan3d");
        request.Headers.Add("X-Hunyuan3D-Event", message.Event);
        request.Headers.Add("X-Hunyuan3D-Delivery", message.DeliveryId);
        request.Headers.Add(WebhookSignature.Header, WebhookSignature.Of(_secrets, _time.GetUtcNow(), body));
        return request;
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } span } => span,
        { Date: { } date } => date - _time.GetUtcNow(),
        _ => null,
    };

    // The words of the system would name addresses.
    private static string Explain(HttpRequestError? error) => error switch
    {
        HttpRequestError.NameResolutionError => "The receiver's host is not known.",
        HttpRequestError.ConnectionError => "The receiver could not be connected.",
        HttpRequestError.SecureConnectionError => "The receiver's certificate was not accepted, or it speaks no TLS.",
        HttpRequestError.ConfigurationLimitExceeded => "The receiver's answer has too large headers.",
        HttpRequestError.InvalidResponse or HttpRequestError.ResponseEnded or HttpRequestError.HttpProtocolError => "The receiver's answer is no HTTP.",
        _ => "The receiver could not be reached.",
    };
}
