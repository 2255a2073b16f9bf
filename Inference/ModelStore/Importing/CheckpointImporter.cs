using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.Imaging.Matting;
using Hunyuan3D.Inference.Onnx;

namespace Hunyuan3D.Inference.ModelStore.Importing;

/// <summary>Turns a checkpoint of any kind into the files of a model.</summary>
/// <exception cref="CheckpointException">The checkpoint is broken or does not fit its config.</exception>
internal delegate void CheckpointImport(ModelCheckpoint checkpoint, GraphTarget target, string destination, ImportedFiles files, CancellationToken cancellationToken);

/// <summary>The importer for every kind.</summary>
internal static class CheckpointImporter
{
    /// <summary>Of the code that builds graphs. Another number makes models that are installed be imported again.</summary>
    public const int Version = 1;

    /// <summary>The file of an imported matting model.</summary>
    public const string Matting = "matting.onnx";

    public static void Import(ModelCheckpoint checkpoint, GraphTarget target, string destination, ImportedFiles files, CancellationToken cancellationToken)
    {
        switch (checkpoint.Kind)
        {
            case ModelKind.Shape:
                var shape = new ShapeCheckpoint(checkpoint.Folder, checkpoint.FlashVdmVaeFolder);
                new ShapeModelImporter(target, files).Import(shape, destination, null, cancellationToken);
                break;
            case ModelKind.Paint:
                new PaintModelImporter(target, files).Import(checkpoint.Folder, destination, null, cancellationToken);
                break;
            case ModelKind.Delight:
                new PaintModelImporter(target, files).ImportDelight(checkpoint.Folder, destination, null, cancellationToken);
                break;
            case ModelKind.Matting:
                var copy = Path.Combine(destination, Matting);
                MattingGraph.Check(checkpoint.Folder);
                File.Copy(checkpoint.Folder, copy);
                files.Written(copy, new FileInfo(copy).Length);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(checkpoint), checkpoint.Kind, "no importer for this kind");
        }
    }
}
