using Hunyuan3D.Inference.ModelStore;

namespace Hunyuan3D.Hosting.Cli.Models;

/// <summary>What an import prints: as text, or with <c>--json</c> as one object.</summary>
/// <param name="AlreadyThere">True: the same was imported before, and nothing was done.</param>
internal sealed record ImportedModel(string Name, string Kind, string Target, string Precision, string Revision, long Bytes, string Folder, bool AlreadyThere, double Seconds)
{
    public static ImportedModel From(ModelImportResult result, TimeSpan elapsed) => new(
        result.Model.Name,
        result.Model.Manifest.Kind.ToString().ToLowerInvariant(),
        result.Model.Manifest.Device.ToString().ToLowerInvariant(),
        result.Model.Manifest.Precision.ToString().ToLowerInvariant(),
        result.Model.Manifest.Revision,
        result.Model.Manifest.Bytes,
        result.Model.Folder,
        result.AlreadyThere,
        Math.Round(elapsed.TotalSeconds, 3));

    public override string ToString() => AlreadyThere
        ? $"{Name} ({Target}-{Precision}) is already imported from this checkpoint; nothing was done. It is in {Folder}"
        : FormattableString.Invariant($"{Name} ({Target}-{Precision}): {ByteSize.Show(Bytes)} in {Folder}, revision {Revision[..12]}, {Seconds:F1} s");
}
