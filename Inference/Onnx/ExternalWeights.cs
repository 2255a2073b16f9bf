using System.Security.Cryptography;

namespace Hunyuan3D.Inference.Onnx;

/// <summary>
/// The file beside a graph that holds its weights. Every tensor is written as soon as it is declared, so that an import never holds more than one of them.
/// </summary>
internal sealed class ExternalWeights : IDisposable
{
    // ONNX Runtime maps the file; page-aligned tensors need no copy.
    private const int Alignment = 4096;

    private readonly FileStream _stream;
    private readonly string _path;
    private readonly IGraphFiles? _files;
    private readonly IncrementalHash? _hash;
    private long _length;

    public ExternalWeights(string path, IGraphFiles? files = null)
    {
        (_path, _files, FileName) = (path, files, Path.GetFileName(path));
        _hash = files is null ? null : IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        _stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 20);
    }

    public string FileName { get; }

    /// <returns>Where the bytes begin.</returns>
    public long Append(ReadOnlySpan<byte> bytes)
    {
        var padding = (int)((Alignment - _length % Alignment) % Alignment);
        Write(new byte[padding]);
        var offset = _length;
        Write(bytes);
        _files?.Written(_path, padding + bytes.Length);
        return offset;
    }

    /// <summary>Flushes the file to disk and tells of it. Call once, after the last tensor.</summary>
    public void Complete()
    {
        _stream.Flush(flushToDisk: true);
        if (_hash is not null)
            _files?.Completed(_path, _length, Convert.ToHexStringLower(_hash.GetCurrentHash()));
    }

    public void Dispose()
    {
        _stream.Dispose();
        _hash?.Dispose();
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        _stream.Write(bytes);
        _hash?.AppendData(bytes);
        _length += bytes.Length;
    }
}
