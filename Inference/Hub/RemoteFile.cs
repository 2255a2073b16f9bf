namespace Hunyuan3D.Inference.Hub;

/// <summary>A file to fetch.</summary>
/// <param name="Name">For people.</param>
/// <param name="Bytes">Null: the server is asked.</param>
/// <param name="Hash">Null: whatever comes is taken, if its size is right.</param>
public sealed record RemoteFile(string Name, Uri Address, long? Bytes, ContentHash? Hash);
