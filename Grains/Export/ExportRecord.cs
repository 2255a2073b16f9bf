using Hunyuan3D.Grains.Interfaces.Artifacts;

namespace Hunyuan3D.Grains.Export;

/// <summary>What the grain storage keeps for a model: the exports made of it.</summary>
[GenerateSerializer, Alias("h3d.ExportRecord")]
internal sealed class ExportRecord
{
    /// <summary>By kind: the name of a format, <c>preview</c>, or <c>part</c> and its name.</summary>
    [Id(0)]
    public Dictionary<string, ArtifactRef> Exports { get; set; } = new(StringComparer.Ordinal);
}
