using System.Net;

namespace Hunyuan3D.Tests.Silo.Http;

/// <summary>A picture field of zeros, made while it is sent; nothing of its size is ever in memory.</summary>
internal sealed class ZeroContent : HttpContent
{
    private static readonly byte[] Block = new byte[81920];
    private readonly byte[] _head = "--x\r\nContent-Disposition: form-data; name=\"image\"; filename=\"huge.png\"\r\n\r\n"u8.ToArray();
    private readonly long _length;
    private readonly bool _declared;

    /// <param name="declared">Whether the length is told in advance; otherwise the body is chunked.</param>
    public ZeroContent(long length, bool declared)
    {
        (_length, _declared) = (length, declared);
        Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=x");
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(_head);
        for (var sent = 0L; sent < _length; sent += Block.Length)
            await stream.WriteAsync(Block.AsMemory(0, (int)Math.Min(Block.Length, _length - sent)));
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _head.Length + _length;
        return _declared;
    }
}
