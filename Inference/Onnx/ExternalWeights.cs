namespace Hunyuan3D.Inference.Onnx;

/// <summary>
/// The file beside a graph that holds its weights. Every tensor is written as soon as it is declared, so that an import never holds more than one of them.
/// </summary>
internal sealed class ExternalWeights : IDisposable
{
    // ONNX Runtime maps the file; page-aligned tensors need no copy.
    private const int Alignment = 4096;

    private readonly FileStream _stream;

    public ExternalWeights(string path)
    {
        FileName = Path.GetFileName(path);
        _stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
    }

    public string FileName { get; }

    /// <returns>Where the bytes begin.</returns>
    public long Append(ReadOnlySpan<byte> bytes)
    {
        var padding = (int)((Alignment - _stream.Position % Alignment) % Alignment);
        _stream.Write(new byte[padding]);
        var offset = _stream.Position;
        _stream.Write(bytes);
        return offset;
    }

    public void Dispose()
    {
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
    }
}
