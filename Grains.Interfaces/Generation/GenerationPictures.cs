using Hunyuan3D.Grains.Interfaces.Artifacts;

namespace Hunyuan3D.Grains.Interfaces.Generation;

/// <summary>The stored input pictures of a job: the front, and optionally its other sides.</summary>
[GenerateSerializer, Immutable, Alias("h3d.GenerationPictures")]
public sealed record GenerationPictures(
    [property: Id(0)] ArtifactRef Front,
    [property: Id(1)] ArtifactRef? Left = null,
    [property: Id(2)] ArtifactRef? Back = null,
    [property: Id(3)] ArtifactRef? Right = null);
