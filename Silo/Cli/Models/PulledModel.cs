using Hunyuan3D.Inference.Hub;

namespace Hunyuan3D.Hosting.Cli.Models;

/// <summary>What a pull prints: as text, or with <c>--json</c> as one object.</summary>
/// <param name="Model">Null: it was fetched only.</param>
/// <param name="Download">Folder or file that was fetched; null: removed after the import, or nothing had to be fetched.</param>
internal sealed record PulledModel(ImportedModel? Model, string? Download)
{
    public static PulledModel From(PullResult result, TimeSpan elapsed) =>
        new(result.Imported is null ? null : ImportedModel.From(result.Imported, elapsed), result.Download);

    public override string ToString() => Model is null
        ? $"Fetched to {Download}. Import it with: hunyuan3d models import {Download}"
        : Download is null ? Model.ToString() : $"{Model}; the download is in {Download}";
}
