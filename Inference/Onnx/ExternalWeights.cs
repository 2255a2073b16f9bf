using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;

namespace Hunyuan3D.Inference.Onnx;

/// <summary>
/// The file beside a graph that holds its weights. Bytes are handed to a thread that hashes and writes them while the next ones are made; at most
/// <see cref="Buffers"/> blocks wait.
/// </summary>
internal sealed class ExternalWeights : IDisposable
{
    // ONNX Runtime maps the file; page-aligned tensors need no copy.
    private const int Alignment = 4096;
    private const int BufferBytes = 1 << 20;
    private const int Buffers = 8;

    private readonly string _path;
    private readonly IGraphFiles? _files;
    private readonly FileStream _stream;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly BlockingCollection<byte[]> _free = new(Buffers);
    private readonly BlockingCollection<(byte[] Buffer, int Count)> _full = new(Buffers);
    private readonly Task _writing;
    private volatile Exception? _fault;
    private byte[] _buffer;
    private int _count;
    private long _length;

    public ExternalWeights(string path, IGraphFiles? files = null)
    {
        (_path, _files, FileName) = (path, files, Path.GetFileName(path));
        _stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        for (var i = 0; i < Buffers; i++)
            _free.Add(i == 0 ? new byte[BufferBytes] : []);
        _buffer = _free.Take();
        _writing = Task.Factory.StartNew(Write, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public string FileName { get; }

    /// <summary>Begins a tensor on a page of its own.</summary>
    /// <returns>Where it begins.</returns>
    public long Begin()
    {
        Append(new byte[(Alignment - _length % Alignment) % Alignment]);
        return _length;
    }

    /// <summary>Adds bytes to the tensor that was begun last.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        _length += bytes.Length;
        _files?.Written(_path, bytes.Length);
        while (bytes.Length > 0)
        {
            if (_count == _buffer.Length)
                Hand();
            var count = Math.Min(bytes.Length, _buffer.Length - _count);
            bytes[..count].CopyTo(_buffer.AsSpan(_count));
            _count += count;
            bytes = bytes[count..];
        }
    }

    /// <summary>Flushes the file to disk and tells of it. Call once, after the last tensor.</summary>
    public void Complete()
    {
        _full.Add((_buffer, _count));
        _full.CompleteAdding();
        _writing.GetAwaiter().GetResult();
        ThrowFault();
        _stream.Flush(flushToDisk: true);
        _files?.Completed(_path, _length, Convert.ToHexStringLower(_hash.GetCurrentHash()));
    }

    public void Dispose()
    {
        // After a failure nobody waits for the writer's own; it ends with what it was given.
        _full.CompleteAdding();
        ((IAsyncResult)_writing).AsyncWaitHandle.WaitOne();
        _stream.Dispose();
        _hash.Dispose();
        _free.Dispose();
        _full.Dispose();
    }

    private void Hand()
    {
        ThrowFault();
        _full.Add((_buffer, _count));
        var buffer = _free.Take();
        // Most graphs are small: a buffer is made when it is first needed.
        (_buffer, _count) = (buffer.Length > 0 ? buffer : new byte[BufferBytes], 0);
    }

    private void Write()
    {
        foreach (var (buffer, count) in _full.GetConsumingEnumerable())
        {
            try
            {
                // After a fault the rest is taken and dropped, so that whoever makes it is not left waiting for a buffer.
                if (_fault is null)
                {
                    _hash.AppendData(buffer, 0, count);
                    _stream.Write(buffer, 0, count);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                _fault = e;
            }

            _free.Add(buffer);
        }
    }

    private void ThrowFault()
    {
        if (_fault is { } fault)
            ExceptionDispatchInfo.Throw(fault);
    }
}
