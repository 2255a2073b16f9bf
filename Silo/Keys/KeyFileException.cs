namespace Hunyuan3D.Hosting.Keys;

/// <summary>A file of the key folder is broken; the message says which and what to do.</summary>
internal sealed class KeyFileException(string message) : IOException(message);
