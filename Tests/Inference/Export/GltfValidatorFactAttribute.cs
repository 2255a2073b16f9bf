using Xunit;

namespace Hunyuan3D.Tests.Inference.Export;

/// <summary>A test that needs the Khronos glTF validator; skipped, with the reason, where Node.js or npm is missing.</summary>
internal sealed class GltfValidatorFactAttribute : FactAttribute
{
    public GltfValidatorFactAttribute() => Skip = GltfValidator.Missing;
}
