namespace Hunyuan3D.Inference.Hub;

/// <summary>A repository at one commit.</summary>
/// <param name="Repository"><c>owner/name</c>.</param>
/// <param name="Commit">40 hexadecimal digits: what the revision was resolved to, once.</param>
public sealed record HubSnapshot(string Repository, string Commit, IReadOnlyList<HubFile> Files);
