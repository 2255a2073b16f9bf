namespace Hunyuan3D.Hosting.Http;

/// <summary>Jobs, newest first.</summary>
internal sealed record NativeJobList(IReadOnlyList<NativeJob> Generations);
