namespace Hunyuan3D.Inference.Onnx;

/// <summary>Hears of the files that graph builders write. Called by one thread at a time for one graph.</summary>
internal interface IGraphFiles
{
    /// <summary>More of a file has been written. May throw to end the work.</summary>
    void Written(string path, long bytes);

    /// <summary>A file is complete and flushed to disk.</summary>
    /// <param name="sha256">Of its content; 64 lower-case hexadecimal digits.</param>
    void Completed(string path, long bytes, string sha256);
}
