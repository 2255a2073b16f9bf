using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Grains.Interfaces.Export;

/// <summary>Makes other files from a finished GLB, once. The key is the GLB's SHA-256.</summary>
[Alias("h3d.IModelExportGrain")]
public interface IModelExportGrain : IGrainWithStringKey
{
    /// <summary>The model in a format. Works beside the turn; a long conversion answers <see cref="ExportState.Pending"/> after about 15 s: ask again.</summary>
    [Alias("Convert"), Orleans.Concurrency.AlwaysInterleave]
    Task<ExportAnswer> Convert(ArtifactRef model, ModelFormat format);

    /// <summary>A PNG with eight rendered views; as <see cref="Convert"/>.</summary>
    [Alias("RenderPreview"), Orleans.Concurrency.AlwaysInterleave]
    Task<ExportAnswer> RenderPreview(ArtifactRef model);

    /// <summary>A part of the model; as <see cref="Convert"/>. The texture of a model without one: <see cref="ExportState.Failed"/>.</summary>
    [Alias("Extract"), Orleans.Concurrency.AlwaysInterleave]
    Task<ExportAnswer> Extract(ArtifactRef model, ModelPart part);
}
