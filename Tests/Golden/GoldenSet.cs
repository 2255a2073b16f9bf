using Hunyuan3D.Inference.Checkpoints;

namespace Hunyuan3D.Tests.Golden;

/// <summary>
/// Recorded outputs of the official code. The root is <c>HUNYUAN3D_GOLDEN</c>, or the copy beside this file.
/// </summary>
internal static class GoldenSet
{
    public static string Root { get; } = Environment.GetEnvironmentVariable("HUNYUAN3D_GOLDEN") is { Length: > 0 } root
        ? root
        : RepositoryRoot.Combine("Tests", "Golden");

    /// <summary>For example <c>Folder("shape", "marching-cubes")</c>.</summary>
    public static string Folder(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>The <c>expected.safetensors</c> of a case.</summary>
    public static SafetensorsFile Expected(params string[] caseParts) => SafetensorsFile.Open(Path.Combine(Folder(caseParts), "expected.safetensors"));
}
