using Hunyuan3D.Grains.Interfaces.Artifacts;

namespace Hunyuan3D.Grains.Interfaces.Export;

/// <summary>The answer to an export request.</summary>
/// <param name="Artifact">Set when done.</param>
/// <param name="Message">Set when failed.</param>
[GenerateSerializer, Immutable, Alias("h3d.ExportAnswer")]
public sealed record ExportAnswer([property: Id(0)] ExportState State, [property: Id(1)] ArtifactRef? Artifact = null, [property: Id(2)] string? Message = null);
