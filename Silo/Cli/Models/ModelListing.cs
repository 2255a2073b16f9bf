using Hunyuan3D.Inference.ModelStore;

namespace Hunyuan3D.Hosting.Cli.Models;

/// <summary>What <c>models list --json</c> prints.</summary>
/// <param name="Folder">Of the model store.</param>
internal sealed record ModelListing(
    string Folder,
    IReadOnlyList<ModelListing.Model> Models,
    IReadOnlyList<ModelListing.Fault> Broken,
    IReadOnlyList<StoreFolder> Leftovers,
    IReadOnlyList<StoreFolder> Downloads)
{
    public static ModelListing From(string folder, ModelStoreContents contents) => new(
        folder,
        [.. contents.Models.Select(model => new Model(
            model.Name,
            model.Manifest.Kind.ToString().ToLowerInvariant(),
            model.Manifest.Device.ToString().ToLowerInvariant(),
            model.Manifest.Precision.ToString().ToLowerInvariant(),
            model.Manifest.Bytes,
            model.Manifest.Revision,
            model.Manifest.Source,
            model.Manifest.ImportedAt,
            model.Folder))],
        [.. contents.Broken.Select(broken => new Fault(broken.Name, broken.Target.ToString(), broken.Reason))],
        contents.Leftovers,
        contents.Downloads);

    internal sealed record Model(string Name, string Kind, string Target, string Precision, long Bytes, string Revision, string Source, DateTimeOffset ImportedAt, string Folder);

    internal sealed record Fault(string Name, string Target, string Reason);
}
