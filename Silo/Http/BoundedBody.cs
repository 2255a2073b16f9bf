using Hunyuan3D.Hosting.Requests;

namespace Hunyuan3D.Hosting.Http;

/// <summary>
/// A request body that ends with an error after <see cref="RequestLimits.MaxBodyBytes"/>. The server's own limit lies above that, since it cuts
/// the connection, and a caller that is still sending would see a reset in place of the answer; this way the server reads on for a few
/// seconds and throws the rest away.
/// </summary>
internal sealed class BoundedBody(Stream body) : Stream
{
    /// <summary>The server's own limit.</summary>
    public const long ServerLimit = 1L << 30;

    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="InputProblemException">The announced length is too large.</exception>
    public static BoundedBody Of(HttpRequest request) =>
        request.ContentLength is { } length && length > RequestLimits.MaxBodyBytes
            ? throw TooLarge($"{length} bytes")
            : new BoundedBody(request.Body);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await body.ReadAsync(buffer, cancellationToken);
        _read += count;
        return _read <= RequestLimits.MaxBodyBytes ? count : throw TooLarge("more");
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static InputProblemException TooLarge(string actual) => new(
        new InputProblem("body", "The request is too large.", $"at most {RequestLimits.MaxBodyBytes} bytes, pictures and fields together", actual),
        StatusCodes.Status413PayloadTooLarge);
}
