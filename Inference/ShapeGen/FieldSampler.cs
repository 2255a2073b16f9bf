using System.Numerics;

namespace Hunyuan3D.Inference.ShapeGen;

/// <summary>Evaluates a field in chunks on several cores. Memory: one chunk of points and logits a core.</summary>
internal sealed class FieldSampler
{
    private readonly int _chunkSize;
    private readonly int _maxParallelism;

    /// <param name="chunkSize">Points in one call of the field, 1 to 1,048,576.</param>
    /// <param name="maxParallelism">Calls at the same time, at least 1; -1: one a core.</param>
    public FieldSampler(int chunkSize, int maxParallelism)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(chunkSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(chunkSize, 1 << 20);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxParallelism, -1);
        ArgumentOutOfRangeException.ThrowIfZero(maxParallelism);
        (_chunkSize, _maxParallelism) = (chunkSize, maxParallelism);
    }

    /// <summary>Writes the positions of the points from number <paramref name="start"/> on.</summary>
    public delegate void ReadPositions(int start, Span<Vector3> positions);

    /// <summary>Takes the values of the points from number <paramref name="start"/> on.</summary>
    public delegate void WriteValues(int start, ReadOnlySpan<float> values);

    /// <exception cref="OperationCanceledException">Cancelled between two chunks.</exception>
    public void Sample(IImplicitField field, int count, ReadPositions read, WriteValues write, Func<int, ChunkProgress> progressOfChunks, CancellationToken cancellationToken)
    {
        var chunks = (int)(((long)count + _chunkSize - 1) / _chunkSize);
        var progress = progressOfChunks(chunks);
        var options = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = _maxParallelism };
        Parallel.For(
            0,
            chunks,
            options,
            () => (Positions: new Vector3[Math.Min(_chunkSize, count)], Values: new float[Math.Min(_chunkSize, count)]),
            (chunk, _, buffers) =>
            {
                int start = chunk * _chunkSize, length = Math.Min(_chunkSize, count - start);
                var positions = buffers.Positions.AsSpan(0, length);
                var values = buffers.Values.AsSpan(0, length);
                read(start, positions);
                field.Evaluate(positions, values);
                write(start, values);
                progress.ChunkDone();
                return buffers;
            },
            _ => { });
    }
}
