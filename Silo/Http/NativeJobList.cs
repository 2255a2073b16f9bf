namespace Hunyuan3D.Hosting.Http;

/// <summary>Jobs, newest first.</summary>
/// <param name="Next">Path of the next page; null: this one was not full.</param>
internal sealed record NativeJobList(IReadOnlyList<NativeJob> Generations, string? Next);
