using System.Security.Cryptography;
using System.Text;
using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.Onnx;

namespace Hunyuan3D.Inference.ModelStore.Importing;

/// <summary>
/// One import, from the checkpoint to the folder under its final name. Everything is written to a folder beside the final one, hashed, flushed and then moved; the manifest is the
/// last file. Whenever the process dies, the store holds the old model or the new one, and at most a folder that the next import deletes.
/// </summary>
internal sealed class ModelImport(
    ModelStoreLayout layout, CheckpointImport import, Func<string, long> freeBytes, TimeProvider time, IProgress<ModelImportProgress>? progress, CancellationToken cancellationToken)
{
    public ModelImportResult Run(ModelImportRequest request)
    {
        Tell("looking at the checkpoint");
        var checkpoint = CheckpointFinder.Find(request.Folder, request.Name);
        checkpoint = request.FlashVdmVaeFolder is { } vae ? checkpoint with { FlashVdmVaeFolder = Path.GetFullPath(vae) } : checkpoint;
        var name = request.Name ?? checkpoint.Name ?? throw new CheckpointException(
            $"{checkpoint.Folder}: the folder's name says no model name, as hunyuan3d-dit-v2-mini does. Give one with --name.");
        var files = CheckpointFile.Of(checkpoint);
        using var held = TargetLock.Take(layout.LockFile(name, request.Target), () => Tell("waiting for another import of this model"), cancellationToken);
        layout.Leftovers(name, request.Target).ToList().ForEach(leftover => Directory.Delete(leftover, recursive: true));
        if (Same(name, request.Target, files) is { } model)
            return new ModelImportResult(model, AlreadyThere: true);
        return new ModelImportResult(Make(checkpoint, name, request, files), AlreadyThere: false);
    }

    /// <summary>The installed model, if this import would make the same again.</summary>
    private StoredModel? Same(string name, GraphTarget target, IReadOnlyList<CheckpointFile> files)
    {
        StoredModel? model;
        try
        {
            model = ModelManifestFile.Read(layout.ModelFolder(name, target), name, target);
        }
        catch (ModelStoreException)
        {
            // Broken: this import puts a sound one in its place.
            return null;
        }

        if (model is null || model.Manifest.Importer != CheckpointImporter.Version || model.Manifest.Files.Any(file => new FileInfo(Path.Combine(model.Folder, file.Name)) is not { Exists: true } found || found.Length != file.Bytes))
            return null;
        if (model.Manifest.Stamp == CheckpointFile.Stamp(files))
            return model;
        var (done, total) = (0L, files.Sum(file => file.Bytes));
        var fingerprint = CheckpointFile.Fingerprint(
            files, bytes => progress?.Report(new ModelImportProgress("comparing with what is installed", done += bytes, total)), cancellationToken);
        return fingerprint == model.Manifest.Checkpoint ? model : null;
    }

    private StoredModel Make(ModelCheckpoint checkpoint, string name, ModelImportRequest request, IReadOnlyList<CheckpointFile> sources)
    {
        var expected = ImportSize.Estimate(sources, request.Target);
        var folder = Directory.CreateDirectory(layout.NewImportFolder(name, request.Target)).FullName;
        try
        {
            RefuseFullDisk(folder, expected);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            // Runs beside the import, which needs the same pages a little later.
            var fingerprint = Task.Run(() => CheckpointFile.Fingerprint(sources, null, ending.Token), ending.Token);
            var written = new ImportedFiles(folder, expected, progress, cancellationToken);
            try
            {
                Import(checkpoint, request.Target, folder, written);
                fingerprint.GetAwaiter().GetResult();
            }
            catch
            {
                ending.Cancel();
                ((IAsyncResult)fingerprint).AsyncWaitHandle.WaitOne();
                throw;
            }

            var files = written.Complete();
            var manifest = new ModelManifest(
                ModelManifest.CurrentFormat, name, checkpoint.Kind, request.Target.Device, request.Target.Precision, request.Source ?? checkpoint.Folder, Revision(files),
                CheckpointImporter.Version, fingerprint.Result, CheckpointFile.Stamp(sources), time.GetUtcNow(), files);
            ModelManifestFile.Write(folder, manifest);
            DurableFolder.Flush(folder, []);
            written.Tell("installing");
            var place = layout.ModelFolder(name, request.Target);
            var old = DurableFolder.Replace(folder, place, layout.NewRemovedFolder(name, request.Target));
            written.Tell("installed");
            if (old is not null)
                ModelRemoval.Discard(old);
            return new StoredModel(place, manifest);
        }
        catch
        {
            ModelRemoval.Discard(folder);
            throw;
        }
    }

    // The readers refuse what they know to be wrong, by name. What is wrong in a way that nobody thought of shows as one of these, and is the file's fault too.
    private void Import(ModelCheckpoint checkpoint, GraphTarget target, string folder, ImportedFiles written)
    {
        try
        {
            import(checkpoint, target, folder, written, cancellationToken);
        }
        catch (Exception e) when (e is ArithmeticException or ArgumentException or IndexOutOfRangeException or OutOfMemoryException or InvalidDataException or FormatException)
        {
            throw new CheckpointException($"{checkpoint.Folder} cannot be imported: its config and tensors do not fit together ({e.Message}).", e);
        }
    }

    private void RefuseFullDisk(string folder, long expected)
    {
        if (freeBytes(folder) is var free && free < expected)
        {
            throw new ModelStoreException(
                $"The import needs about {expected / 1_000_000} MB, {layout.Root} has {free / 1_000_000} MB free. Make room ('hunyuan3d models list' shows what is there), take a smaller --precision, or another folder with --models.");
        }
    }

    private void Tell(string step) => progress?.Report(new ModelImportProgress(step, 0, 0));

    private static string Revision(IReadOnlyList<ModelFile> files) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(files.Select(file => $"{file.Name}\0{file.Sha256}\n")))));
}
