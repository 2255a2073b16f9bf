namespace Hunyuan3D.Inference.ModelStore;

/// <summary>How far an import is.</summary>
/// <param name="Step">What is done now, for people: the file that is written, or a few words.</param>
/// <param name="Bytes">Written so far; while files are compared or verified, read so far.</param>
/// <param name="TotalBytes">To be written, estimated; to be read, exact.</param>
public sealed record ModelImportProgress(string Step, long Bytes, long TotalBytes);
