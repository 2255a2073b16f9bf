using Hunyuan3D.Inference.Onnx;

namespace Hunyuan3D.Inference.ModelStore;

/// <summary>What <c>model.json</c> says of an imported model. It is written last: a folder with one is complete.</summary>
/// <param name="Format">Of this file; see <see cref="CurrentFormat"/>.</param>
/// <param name="Source">Where the checkpoint came from, for people: a folder, or repository, revision and subfolder.</param>
/// <param name="Revision">Identifies the weights as they run: a hash over the hashes of <paramref name="Files"/>. 64 hexadecimal digits.</param>
/// <param name="Importer">Version of the code that built the graphs.</param>
/// <param name="Checkpoint">Identifies what was imported: a hash over the hashes of the checkpoint's files. 64 hexadecimal digits.</param>
/// <param name="Stamp">Changes when a file of the checkpoint is touched: a hash over paths, sizes and times. Saves reading gigabytes to find that nothing changed.</param>
/// <param name="Files">Everything else in the folder, ordered by name.</param>
public sealed record ModelManifest(
    int Format,
    string Name,
    ModelKind Kind,
    GraphDevice Device,
    GraphPrecision Precision,
    string Source,
    string Revision,
    int Importer,
    string Checkpoint,
    string Stamp,
    DateTimeOffset ImportedAt,
    IReadOnlyList<ModelFile> Files)
{
    public const int CurrentFormat = 1;

    public const string FileName = "model.json";

    /// <summary>Of all files together.</summary>
    public long Bytes => Files.Sum(file => file.Bytes);

    /// <exception cref="ArgumentException">No such target; a manifest that was read has a legal one.</exception>
    public GraphTarget Target => new(Device, Precision);
}
