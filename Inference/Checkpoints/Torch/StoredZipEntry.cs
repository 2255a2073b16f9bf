namespace Hunyuan3D.Inference.Checkpoints.Torch;

/// <summary>An entry of a zip archive, as its directory describes it.</summary>
/// <param name="Method">0: stored.</param>
/// <param name="Header">Where the local header begins.</param>
internal sealed record StoredZipEntry(string Name, int Method, long Compressed, long Length, long Header);
