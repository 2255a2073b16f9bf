using System.Buffers;

namespace Hunyuan3D.Hosting.Http;

/// <summary>A file inside JSON text.</summary>
internal static class Base64File
{
    /// <param name="text">Base64, or a <c>data:</c> URI (RFC 2397) with base64.</param>
    /// <returns>Null: neither.</returns>
    public static byte[]? Decode(string text)
    {
        var data = text.AsSpan();
        if (data.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            var comma = data.IndexOf(',');
            if (comma < 0 || !data[..comma].EndsWith(";base64", StringComparison.OrdinalIgnoreCase))
                return null;
            data = data[(comma + 1)..];
        }

        var buffer = ArrayPool<byte>.Shared.Rent(data.Length / 4 * 3 + 3);
        try
        {
            return Convert.TryFromBase64Chars(data, buffer, out var length) ? buffer.AsSpan(0, length).ToArray() : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
