using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hunyuan3D.Inference.Hub;

/// <summary>
/// The Hugging Face hub's protocol, as far as fetching needs it. Source: huggingface/huggingface_hub <c>file_download.py</c>, <c>hf_api.py</c>,
/// <c>utils/_http.py</c>. Redirects are followed here and not by the HTTP stack, so that the token reaches the hub alone and its headers are seen.
/// </summary>
public sealed partial class HubClient : IDisposable
{
    private const int LongestChain = 10;
    private const int LongestHubMessage = 300;

    private readonly HttpMessageInvoker _http;

    public HubClient(HubOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        (Options, Time) = (options, time);
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            ConnectTimeout = options.StallTimeout,
        });
    }

    public HubOptions Options { get; }

    internal TimeProvider Time { get; }

    /// <summary>Resolves a branch, tag or commit to a commit, and lists its files.</summary>
    /// <param name="repository"><c>owner/name</c>.</param>
    /// <param name="notice">Told when a try failed and another one follows.</param>
    /// <exception cref="HubException">There is no such thing, it is gated, or the hub cannot be reached.</exception>
    public async Task<HubSnapshot> ResolveAsync(string repository, string revision, Action<string>? notice, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(repository);
        ArgumentNullException.ThrowIfNull(revision);
        if (!RepositoryName().IsMatch(repository))
            throw new HubException(HubFailure.BadAddress, $"A repository is named owner/name, for example tencent/Hunyuan3D-2mini, not {repository}.");
        var uri = new Uri($"{Root}/api/models/{repository}/revision/{Uri.EscapeDataString(revision)}?blobs=true");
        var listing = await RetryAsync(token => ReadListingAsync(uri, $"{repository} at revision {revision}", token), notice, cancellationToken);
        if (listing?.Sha is not { } commit || !Commit().IsMatch(commit) || listing.Siblings is not { } siblings)
            throw new HubException(HubFailure.Protocol, $"{Options.Endpoint} answers no commit and list of files for {repository} at revision {revision}. Is HF_ENDPOINT a Hugging Face hub?");
        if (Commit().IsMatch(revision) && commit != revision)
            throw new HubException(HubFailure.Protocol, $"{Options.Endpoint} answers commit {commit} where {revision} was asked for.");
        return new HubSnapshot(repository, commit, [.. siblings.Select(sibling => sibling.ToFile())]);
    }

    /// <summary>Where a file of a snapshot is.</summary>
    public Uri AddressOf(HubSnapshot snapshot, HubFile file)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(file);
        var path = string.Join('/', file.Path.Split('/').Select(Uri.EscapeDataString));
        return new Uri($"{Root}/{snapshot.Repository}/resolve/{snapshot.Commit}/{path}");
    }

    public void Dispose() => _http.Dispose();

    internal RetryBudget Budget(Action<string>? notice) => new(Options, Time, Random.Shared, notice);

    internal StallGuard Guard(CancellationToken cancellationToken) => new(Options.StallTimeout, Time, cancellationToken);

    /// <summary>Tries until it works, or the budget is spent.</summary>
    internal async Task<T> RetryAsync<T>(Func<CancellationToken, Task<T>> request, Action<string>? notice, CancellationToken cancellationToken)
    {
        var budget = Budget(notice);
        while (true)
        {
            try
            {
                return await request(cancellationToken);
            }
            catch (TransientException e)
            {
                await budget.WaitAsync(e, cancellationToken);
            }
        }
    }

    /// <summary>Sends one GET, and follows redirects to the end. The answer's body is not read yet.</summary>
    /// <param name="range">First and last byte; null: all.</param>
    /// <param name="what">For messages.</param>
    /// <exception cref="TransientException">Worth another try.</exception>
    /// <exception cref="HubException">Not worth another try.</exception>
    internal async Task<HubResponse> GetAsync(Uri uri, (long First, long Last)? range, string what, StallGuard guard)
    {
        string? linked = null;
        long? linkedBytes = null;
        for (var hop = 0; hop < LongestChain; hop++)
        {
            var response = await SendAsync(uri, range, guard);
            if (IsHub(uri))
            {
                linked ??= Header(response, "X-Linked-Etag");
                linkedBytes ??= long.TryParse(Header(response, "X-Linked-Size"), CultureInfo.InvariantCulture, out var bytes) ? bytes : null;
            }

            if ((int)response.StatusCode is >= 300 and < 400 && response.Headers.Location is { } location)
            {
                response.Dispose();
                var next = new Uri(uri, location);
                if (next.Scheme is not ("http" or "https") || (uri.Scheme == "https" && next.Scheme == "http"))
                    throw new HubException(HubFailure.Protocol, $"{what}: {uri.Host} redirects to {next.Scheme}://{next.Host}, which is not followed.");
                uri = next;
                continue;
            }

            if (response.IsSuccessStatusCode)
                return new HubResponse(response, Unquote(linked ?? response.Headers.ETag?.Tag), linkedBytes);
            using (response)
                throw Refusal(response, uri, what);
        }

        throw new HubException(HubFailure.Protocol, $"{what}: more than {LongestChain} redirects, the last one to {uri.Host}.");
    }

    private string Root => Options.Endpoint.AbsoluteUri.TrimEnd('/');

    private async Task<HubListing?> ReadListingAsync(Uri uri, string what, CancellationToken cancellationToken)
    {
        using var guard = Guard(cancellationToken);
        using var response = await GetAsync(uri, null, what, guard);
        try
        {
            await using var body = await response.Message.Content.ReadAsStreamAsync(guard.Token);
            return await JsonSerializer.DeserializeAsync(body, HubJson.Default.HubListing, guard.Token);
        }
        catch (JsonException e)
        {
            throw new HubException(HubFailure.Protocol, $"{what}: {uri.Host} answers something that is no list of files ({e.Message}). Is HF_ENDPOINT a Hugging Face hub?", e);
        }
        catch (Exception e) when (IsTransient(e, guard))
        {
            throw Transient(e, uri, guard);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(Uri uri, (long First, long Last)? range, StallGuard guard)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Hunyuan3D.Orleans", typeof(HubClient).Assembly.GetName().Version!.ToString(3)));
        if (range is { } r)
            request.Headers.Range = new RangeHeaderValue(r.First, r.Last);
        if (Options.Token is { } token && IsHub(uri))
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        try
        {
            var response = await _http.SendAsync(request, guard.Token);
            guard.Progressed();
            return response;
        }
        catch (Exception e) when (IsTransient(e, guard))
        {
            throw Transient(e, uri, guard);
        }
    }

    /// <summary>The body's stream broke, or nothing came any more.</summary>
    internal static bool IsTransient(Exception e, StallGuard guard) => e is HttpRequestException or IOException || (e is OperationCanceledException && guard.HasStalled);

    internal TransientException Transient(Exception e, Uri uri, StallGuard guard) => new(
        guard.HasStalled ? $"{uri.Host} sent nothing for {Options.StallTimeout.TotalSeconds:F0} s." : $"The connection to {uri.Host} failed: {Reason(e)}.", inner: e);

    private static string Reason(Exception e) => (e.InnerException is IOException or System.Net.Sockets.SocketException ? e.InnerException : e).Message.TrimEnd('.');

    /// <summary>An answer that is no success. Those of a store behind the hub may come from an address that has expired: the hub gives another one.</summary>
    private Exception Refusal(HttpResponseMessage response, Uri uri, string what)
    {
        var status = (int)response.StatusCode;
        var said = Header(response, "X-Error-Message") is { } message ? $" It says: {Shorten(message)}" : "";
        if (status is 408 or 429 or >= 500)
            return new TransientException($"{uri.Host} answers {status} for {what}.{said}", RetryAfter(response));
        if (!IsHub(uri) && status is 401 or 403)
            return new TransientException($"{uri.Host} answers {status} for {what}.");
        return (status, Header(response, "X-Error-Code")) switch
        {
            (_, "GatedRepo") => new HubException(HubFailure.AccessDenied,
                $"{what} is gated: accept its terms at {Options.Endpoint} with a Hugging Face account, and give that account's token in HF_TOKEN.{said}"),
            (401 or 403, _) when Options.Token is null => new HubException(HubFailure.AccessDenied,
                $"{uri.Host} refuses {what}: there is no such thing, or it is private. Check the name; for a private repository give a token in HF_TOKEN.{said}"),
            (401 or 403, _) => new HubException(HubFailure.AccessDenied,
                $"{uri.Host} refuses {what} with the token in HF_TOKEN. Check the name and the token's rights.{said}"),
            (404 or 410, _) => new HubException(HubFailure.NotFound, $"{uri.Host} has no {what}. Check repository, revision and variant.{said}"),
            (416, _) => new HubException(HubFailure.WrongContent, $"{uri.Host} has fewer bytes of {what} than were told. Run the same command again."),
            _ => new HubException(HubFailure.Protocol, $"{uri.Host} answers {status} for {what}.{said}"),
        };
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var asked = response.Headers.RetryAfter;
        var delay = asked?.Delta ?? (asked?.Date is { } date ? date - Time.GetUtcNow() : null);
        return delay < TimeSpan.Zero ? TimeSpan.Zero : delay;
    }

    private bool IsHub(Uri uri) =>
        uri.Scheme == Options.Endpoint.Scheme && uri.Port == Options.Endpoint.Port && uri.Host.Equals(Options.Endpoint.Host, StringComparison.OrdinalIgnoreCase);

    private static string? Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? values.First() : null;

    private static string? Unquote(string? etag)
    {
        var text = etag?.Trim() ?? "";
        text = (text.StartsWith("W/", StringComparison.Ordinal) ? text[2..] : text).Trim('"');
        return text.Length > 0 ? text : null;
    }

    private static string Shorten(string text) => text.Length <= LongestHubMessage ? text : text[..LongestHubMessage] + "...";

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*/[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*\z")]
    private static partial Regex RepositoryName();

    [GeneratedRegex(@"^[0-9a-f]{40}\z")]
    private static partial Regex Commit();
}
