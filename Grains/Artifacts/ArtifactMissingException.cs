using Hunyuan3D.Grains.Interfaces.Artifacts;

namespace Hunyuan3D.Grains.Artifacts;

/// <summary>A stored input or intermediate result is gone.</summary>
internal sealed class ArtifactMissingException(string what, ArtifactRef artifact)
    : Exception($"{what} (SHA-256 {artifact.Sha256}, {artifact.Length} bytes) is not in the artifact store. Every silo has to see the same store; submit again.");
