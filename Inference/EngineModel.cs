namespace Hunyuan3D.Inference;

/// <summary>An installed model of an engine.</summary>
/// <param name="Name">As callers ask for it, for example <c>v2-mini-turbo</c>.</param>
/// <param name="Revision">Identifies the weights as they run.</param>
/// <param name="MemoryBytes">Of its weights.</param>
/// <param name="IsWarm">Whether any of its networks is in memory.</param>
public sealed record EngineModel(string Name, string Revision, long MemoryBytes, bool IsWarm);
