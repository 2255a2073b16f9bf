namespace Hunyuan3D.Inference.Hub;

/// <summary>A file of a repository, as the hub lists it.</summary>
/// <param name="Path">Inside the repository, with <c>/</c>. Not to be trusted: it becomes a path on disk only through <see cref="HubDownloader"/>.</param>
/// <param name="Bytes">Size; null: not told.</param>
/// <param name="Hash">What its content must have; null: not told.</param>
public sealed record HubFile(string Path, long? Bytes, ContentHash? Hash);
