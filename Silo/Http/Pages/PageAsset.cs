using System.IO.Compression;

namespace Hunyuan3D.Hosting.Http.Pages;

/// <summary>A file of the web page as it is sent. Compressed once, when it is first asked for in that form.</summary>
internal sealed class PageAsset(string mediaType, string entityTag, byte[] bytes)
{
    private readonly Lazy<byte[]> _brotli = new(() => Compress(bytes, output => new BrotliStream(output, CompressionLevel.Optimal)));
    private readonly Lazy<byte[]> _gzip = new(() => Compress(bytes, output => new GZipStream(output, CompressionLevel.Optimal)));

    public string MediaType { get; } = mediaType;

    /// <summary>With its quotes; the same for every encoding, since conditional requests are answered before one is chosen.</summary>
    public string EntityTag { get; } = $"W/\"{entityTag}\"";

    /// <summary>The bytes in the best encoding that an <c>Accept-Encoding</c> header allows, and the encoding's name; null: as they are.</summary>
    public (ReadOnlyMemory<byte> Bytes, string? Encoding) For(string acceptEncoding)
    {
        if (Accepts(acceptEncoding, "br"))
            return (_brotli.Value, "br");
        return Accepts(acceptEncoding, "gzip") ? (_gzip.Value, "gzip") : (bytes, null);
    }

    private static bool Accepts(string header, string encoding) => header.Split(',')
        .Select(item => item.Split(';', StringSplitOptions.TrimEntries))
        .Any(item => item[0].Equals(encoding, StringComparison.OrdinalIgnoreCase) && !item[1..].Any(IsZero));

    private static bool IsZero(string parameter) => parameter is "q=0" or "q=0.0" or "q=0.00" or "q=0.000";

    private static byte[] Compress(byte[] bytes, Func<Stream, Stream> encode)
    {
        using var output = new MemoryStream();
        using (var encoder = encode(output))
            encoder.Write(bytes);
        return output.ToArray();
    }
}
