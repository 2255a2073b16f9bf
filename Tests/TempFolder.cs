namespace Hunyuan3D.Tests;

/// <summary>A folder of its own that is gone after the test.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("hunyuan3d-tests-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
