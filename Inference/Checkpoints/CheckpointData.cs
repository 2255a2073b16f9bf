using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Hunyuan3D.Inference.Checkpoints;

/// <summary>
/// The bytes of a checkpoint file, read at given places. Not mapped into memory: a mapped file that becomes shorter while it is read ends the process, and all of its pages would count as
/// this process's memory.
/// </summary>
internal sealed class CheckpointData : IDisposable
{
    private const int BlockBytes = 1 << 18;

    private readonly SafeFileHandle _file;
    private readonly string _path;

    /// <exception cref="CheckpointException">The file cannot be opened.</exception>
    public CheckpointData(string path)
    {
        try
        {
            (_path, _file) = (path, File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.RandomAccess));
            Length = RandomAccess.GetLength(_file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new CheckpointException($"{path}: cannot be opened: {e.Message}", e);
        }
    }

    public long Length { get; }

    /// <exception cref="CheckpointException">The file ends early.</exception>
    public void Read(long offset, Span<byte> destination)
    {
        while (destination.Length > 0)
        {
            var count = RandomAccess.Read(_file, destination, offset);
            if (count <= 0)
                throw new CheckpointException($"{_path}: the file ends at byte {offset}, {destination.Length} more were expected. Download it again.");
            offset += count;
            destination = destination[count..];
        }
    }

    /// <summary>Reads elements as f32, a block at a time.</summary>
    /// <param name="offset">Of the first element's first byte.</param>
    /// <returns>False: the type is not a floating-point one.</returns>
    public bool TryReadSingles(TensorType type, int elementSize, long offset, Span<float> values)
    {
        if (type == TensorType.F32)
        {
            Read(offset, MemoryMarshal.AsBytes(values));
            return true;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            while (values.Length > 0)
            {
                var count = Math.Min(values.Length, BlockBytes / elementSize);
                var bytes = buffer.AsSpan(0, count * elementSize);
                Read(offset, bytes);
                if (!TensorBytes.TryToSingles(type, bytes, values[..count]))
                    return false;
                offset += bytes.Length;
                values = values[count..];
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void Dispose() => _file.Dispose();
}
