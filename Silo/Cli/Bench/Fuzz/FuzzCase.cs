using System.Globalization;
using System.Text;

namespace Hunyuan3D.Hosting.Cli.Bench.Fuzz;

/// <summary>One request as it goes over the wire, and how the connection ends.</summary>
internal sealed record FuzzCase
{
    /// <summary>With it the same request can be made again.</summary>
    public required int Number { get; init; }

    public required string Method { get; init; }

    /// <summary>Path and query. One character is one byte, here and in headers.</summary>
    public required string Target { get; init; }

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public byte[]? Body { get; init; }

    public FuzzFraming Framing { get; init; }

    public FuzzEnding Ending { get; init; }

    /// <summary>Share of the bytes that are sent where a part is.</summary>
    public double Cut { get; init; } = 1;

    /// <summary>Whether first line and headers are as HTTP has them, so that an answer must come.</summary>
    public bool IsWellFormed { get; init; } = true;

    /// <summary>Whether an ordinary client could send it, and does.</summary>
    public bool ByHttpClient { get; init; }

    /// <summary>True: the server can tell where the request ends and has to answer it.</summary>
    public bool MustBeAnswered => IsWellFormed && Ending == FuzzEnding.Read && Framing is FuzzFraming.Right or FuzzFraming.Chunked;

    public byte[] Encode(string host)
    {
        var head = new StringBuilder();
        head.Append(Method).Append(' ').Append(Target).Append(" HTTP/1.1\r\nHost: ").Append(host).Append("\r\n");
        foreach (var (name, value) in Headers)
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        var body = Body ?? [];
        if (Body is not null)
            Announce(head, body.Length);
        head.Append("\r\n");
        if (Framing is FuzzFraming.Chunked or FuzzFraming.BrokenChunks or FuzzFraming.Both && Body is not null)
            body = Chunk(body);
        return [.. Encoding.Latin1.GetBytes(head.ToString()), .. body];
    }

    /// <summary>For a person who looks for what went wrong.</summary>
    public string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"request {Number}: {Shorten(Method)} {Shorten(Target)}, {Headers.Count} headers, body {Body?.Length ?? 0} bytes, {Framing}, {Ending}{(ByHttpClient ? ", by HttpClient" : "")}");

    private void Announce(StringBuilder head, int length)
    {
        var lengths = Framing switch
        {
            FuzzFraming.Right => [length],
            FuzzFraming.TooLong => [length + 1 + Number % 1000],
            FuzzFraming.TooShort => [length / 2],
            FuzzFraming.Twice => [length, length + 1],
            FuzzFraming.Both => [length],
            _ => Array.Empty<long>(),
        };
        foreach (var announced in lengths)
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {announced}\r\n");
        if (Framing == FuzzFraming.Nonsense)
            head.Append("Content-Length: ").Append(FuzzValues.Lengths[Number % FuzzValues.Lengths.Count]).Append("\r\n");
        if (Framing is FuzzFraming.Chunked or FuzzFraming.BrokenChunks or FuzzFraming.Both)
            head.Append("Transfer-Encoding: chunked\r\n");
    }

    private byte[] Chunk(byte[] body)
    {
        var half = body.Length / 2;
        var excess = Framing == FuzzFraming.BrokenChunks ? 7 : 0;
        return [.. Piece(body.AsSpan(0, half), 0), .. Piece(body.AsSpan(half), excess), .. "0\r\n\r\n"u8];

        static byte[] Piece(ReadOnlySpan<byte> bytes, int excess) =>
            bytes.Length == 0 ? [] : [.. Encoding.ASCII.GetBytes($"{bytes.Length + excess:x}\r\n"), .. bytes, .. "\r\n"u8];
    }

    private static string Shorten(string text) =>
        string.Concat(text.Take(120).Select(c => c is >= ' ' and <= '~' ? c.ToString() : $"\\x{(int)c:x2}")) + (text.Length > 120 ? "..." : "");
}
