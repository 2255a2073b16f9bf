namespace Hunyuan3D.Inference.Hub;

/// <summary>How models are fetched from a Hugging Face hub.</summary>
public sealed record HubOptions
{
    /// <summary>The hub, or a mirror that speaks its protocol. Default <c>https://huggingface.co</c>.</summary>
    public Uri Endpoint { get; init; } = new("https://huggingface.co");

    /// <summary>Access token; sent to <see cref="Endpoint"/> and to no other host. Null (default): none.</summary>
    public string? Token { get; init; }

    /// <summary>Connections that fetch one file at the same time. Default 8.</summary>
    public int Connections { get; init; } = 8;

    /// <summary>Bytes that are asked for at once, on one connection. Default 32 MiB.</summary>
    public long RangeBytes { get; init; } = 32L << 20;

    /// <summary>What has arrived is written down every so many bytes; at most this much is fetched again after a crash. Default 8 MiB.</summary>
    public long SaveBytes { get; init; } = 8L << 20;

    /// <summary>What has arrived is also written down after so long, for slow lines. Default 1 s.</summary>
    public TimeSpan SavePeriod { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A connection on which nothing arrives for so long is dropped. Default 30 s.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Tries in a row that bring nothing before it is given up. Default 6.</summary>
    public int Attempts { get; init; } = 6;

    /// <summary>The wait after the first failure; it doubles with every further one. Default 1 s.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait, also when the server asks for a longer one with <c>Retry-After</c>: then it is given up. Default 5 min.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The options that <c>huggingface_hub</c>'s variables ask for: <c>HF_ENDPOINT</c>, <c>HF_TOKEN</c>, or the token that its login saved
    /// (<c>HF_TOKEN_PATH</c>, <c>HF_HOME/token</c>, <c>~/.cache/huggingface/token</c>). Proxies are the HTTP client's own: <c>HTTPS_PROXY</c>, <c>NO_PROXY</c>.</summary>
    /// <param name="read">A variable's value; null: not set.</param>
    /// <exception cref="HubException"><c>HF_ENDPOINT</c> is no http or https address.</exception>
    public static HubOptions FromEnvironment(Func<string, string?> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        var options = new HubOptions { Token = ReadToken(read) };
        if (Value(read, "HF_ENDPOINT") is not { } endpoint)
            return options;
        return Uri.TryCreate(endpoint.TrimEnd('/'), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? options with { Endpoint = uri }
            : throw new HubException(HubFailure.BadAddress, $"HF_ENDPOINT must be an address such as https://huggingface.co, not {endpoint}.");
    }

    private static string? ReadToken(Func<string, string?> read)
    {
        if (Value(read, "HF_TOKEN") is { } token)
            return token;
        var home = Value(read, "HF_HOME") ?? (Value(read, "HOME") is { } user ? Path.Combine(user, ".cache", "huggingface") : null);
        var path = Value(read, "HF_TOKEN_PATH") ?? (home is null ? null : Path.Combine(home, "token"));
        return path is not null && File.Exists(path) && File.ReadAllText(path).Trim() is { Length: > 0 } saved ? saved : null;
    }

    private static string? Value(Func<string, string?> read, string name) => read(name)?.Trim() is { Length: > 0 } text ? text : null;
}
