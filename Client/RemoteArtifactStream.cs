using Hunyuan3D.Grains.Interfaces.Artifacts;

namespace Hunyuan3D.Client;

/// <summary>Stored bytes read in pieces on demand; the piece after the one being read is already on its way.</summary>
internal sealed class RemoteArtifactStream(ArtifactRef artifact, RemoteArtifactStream.ReadPiece read) : Stream
{
    private const int PieceBytes = ArtifactChunk.MaxBytes;

    private long _piece = -1;
    private byte[] _bytes = [];
    private (long Piece, Task<byte[]?> Bytes)? _ahead;

    internal delegate Task<byte[]?> ReadPiece(ArtifactRef artifact, long offset, int count, CancellationToken cancellationToken);

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => artifact.Length;

    public override long Position { get; set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position >= Length || buffer.Length == 0) return 0;
        var piece = Position / PieceBytes;
        if (piece != _piece) await LoadAsync(piece, cancellationToken);
        var offset = (int)(Position - piece * PieceBytes);
        var count = Math.Min(buffer.Length, _bytes.Length - offset);
        _bytes.AsSpan(offset, count).CopyTo(buffer.Span);
        Position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    public override long Seek(long offset, SeekOrigin origin)
    {
        var position = offset + origin switch { SeekOrigin.Begin => 0, SeekOrigin.Current => Position, _ => Length };
        ArgumentOutOfRangeException.ThrowIfNegative(position, nameof(offset));
        return Position = position;
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException("Stored bytes do not change.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Stored bytes do not change.");

    private async Task LoadAsync(long piece, CancellationToken cancellationToken)
    {
        var reading = _ahead is { } ahead && ahead.Piece == piece ? ahead.Bytes : FetchAsync(piece, cancellationToken);
        _ahead = null;
        var bytes = await reading.WaitAsync(cancellationToken);
        if (bytes is null || bytes.Length != Math.Min(PieceBytes, Length - piece * PieceBytes))
            throw new FileNotFoundException($"The artifact store lost {artifact.MediaType} with SHA-256 {artifact.Sha256} while it was read.");
        (_piece, _bytes) = (piece, bytes);
        if ((piece + 1) * PieceBytes < Length) _ahead = (piece + 1, FetchAsync(piece + 1, CancellationToken.None));
    }

    private Task<byte[]?> FetchAsync(long piece, CancellationToken cancellationToken) => read(artifact, piece * PieceBytes, PieceBytes, cancellationToken);
}
