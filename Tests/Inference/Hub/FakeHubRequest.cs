namespace Hunyuan3D.Tests.Inference.Hub;

/// <summary>What a client asked.</summary>
/// <param name="IsStore">True: of the server behind the redirects.</param>
/// <param name="File">Null: it was no file's address.</param>
/// <param name="From">First byte asked for.</param>
/// <param name="To">After the last one.</param>
internal sealed record FakeHubRequest(bool IsStore, string Path, string? File, int From, int To, string Authorization);
