using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.ModelStore.Importing;
using Hunyuan3D.Inference.Onnx;

namespace Hunyuan3D.Inference.ModelStore;

/// <summary>
/// The imported models of a machine or, on a shared volume, of a cluster: one folder each for name and target. A model is there completely or not at all.
/// Several processes may use one store at the same time. Inside namespaces below <c>Hunyuan3D.Inference</c> the type is written <c>ModelStore.ModelStore</c>.
/// </summary>
public sealed class ModelStore
{
    private readonly ModelStoreLayout _layout;
    private readonly CheckpointImport _import;
    private readonly Func<string, long> _freeBytes;
    private readonly TimeProvider _time;

    /// <param name="root">The store's folder; it need not exist.</param>
    public ModelStore(string root, TimeProvider? time = null)
        : this(root, time ?? TimeProvider.System, CheckpointImporter.Import, folder => new DriveInfo(folder).AvailableFreeSpace)
    {
    }

    /// <param name="freeBytes">Free space of the disk that a folder is on.</param>
    internal ModelStore(string root, TimeProvider time, CheckpointImport import, Func<string, long> freeBytes)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        (_layout, _time, _import, _freeBytes) = (new ModelStoreLayout(root), time, import, freeBytes);
    }

    public string Root => _layout.Root;

    /// <summary>Where downloads from a hub are kept: <c>downloads/REPOSITORY/REVISION/PATH</c>.</summary>
    public string DownloadsFolder => _layout.DownloadsFolder;

    /// <summary>For messages: which names are legal.</summary>
    public static string NameRule => ModelName.Rule;

    public static bool IsLegalName(string name) => ModelName.IsLegal(name);

    /// <summary>The precisions that a device can run, the preferred one first.</summary>
    public static IReadOnlyList<GraphPrecision> Preference(GraphDevice device) => device == GraphDevice.Cuda
        ? [GraphPrecision.Fp16, GraphPrecision.Int8, GraphPrecision.Int4, GraphPrecision.Fp32]
        : [GraphPrecision.Fp32, GraphPrecision.Int8, GraphPrecision.Int4];

    /// <summary>Every model that can be opened, by name and target. What is broken is left out; <see cref="Inspect"/> shows it.</summary>
    public IReadOnlyList<StoredModel> List()
    {
        var models = new List<StoredModel>();
        Collect(models, []);
        return models;
    }

    /// <summary>Everything in the store, with sizes. Reads the folders, so it takes longer than <see cref="List"/>.</summary>
    public ModelStoreContents Inspect()
    {
        var (models, broken) = (new List<StoredModel>(), new List<BrokenModel>());
        Collect(models, broken);
        return new ModelStoreContents(models, broken, [.. _layout.Leftovers().Select(Measure)], [.. _layout.DownloadedRevisions().Select(Measure)]);
    }

    /// <summary>The targets that a name has folders for, sound or broken.</summary>
    /// <exception cref="ModelStoreException">No model can have this name.</exception>
    public IReadOnlyList<GraphTarget> Targets(string name) => _layout.Targets(name);

    /// <summary>Null: not imported for this target.</summary>
    /// <exception cref="ModelStoreException">Its manifest is broken or of a later format, or no model can have this name.</exception>
    public StoredModel? Find(string name, GraphTarget target) => ModelManifestFile.Read(_layout.ModelFolder(name, target), name, target);

    /// <summary>The model in the asked precision, or in the best that is installed for the device. Null: not imported for it.</summary>
    /// <exception cref="ModelStoreException">Its manifest is broken or of a later format, or no model can have this name.</exception>
    public StoredModel? Find(string name, GraphDevice device, GraphPrecision? precision = null) => Preference(device)
        .Where(candidate => precision is null || candidate == precision)
        .Select(candidate => Find(name, new GraphTarget(device, candidate)))
        .FirstOrDefault(model => model is not null);

    /// <summary>As <see cref="Find(string, GraphDevice, GraphPrecision?)"/>, for whoever cannot go on without.</summary>
    /// <exception cref="ModelStoreException">Not installed; the message says what is, and the command that installs it.</exception>
    public StoredModel Get(string name, GraphDevice device, GraphPrecision? precision = null)
    {
        if (Find(name, device, precision) is { } model)
            return model;
        var target = precision is { } one ? $"{device}-{one}".ToLowerInvariant() : device.ToString().ToLowerInvariant();
        var others = _layout.Targets(name);
        var installed = others.Count > 0
            ? $" It is there for {string.Join(", ", others)}."
            : List() is { Count: > 0 } models ? $" Installed: {string.Join(", ", models.Select(other => other.Name).Distinct())}." : "";
        throw new ModelStoreException($"Model '{name}' is not installed for {target} in {Root}.{installed} {Remedy(name, device, precision)}");
    }

    /// <summary>
    /// Imports a checkpoint. Ends with the complete model or with the store as it was. A second import of the same is a no-op; of two at the same time one waits
    /// and then finds the work done. Blocks for seconds to minutes.
    /// </summary>
    /// <param name="progress">Is called on the working thread.</param>
    /// <exception cref="CheckpointException">There is no such checkpoint, or it is broken; the message names file and tensor.</exception>
    /// <exception cref="ModelStoreException">The name is not legal, the disk is full or the store cannot be written.</exception>
    public ModelImportResult Import(ModelImportRequest request, IProgress<ModelImportProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        try
        {
            return new ModelImport(_layout, _import, _freeBytes, _time, progress, cancellationToken).Run(request);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StoreFault.Explain(_layout.Root, e);
        }
    }

    /// <summary>Reads all files of a model again.</summary>
    /// <returns>What is wrong, a file each; empty: everything is as it was imported.</returns>
    public IReadOnlyList<ModelFileFault> Verify(StoredModel model, IProgress<ModelImportProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        try
        {
            return ModelVerification.Run(model, progress, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StoreFault.Explain(_layout.Root, e);
        }
    }

    /// <summary>
    /// Removes a model: in one step for whoever looks for it, then its files. A process that has it open keeps what it has open. Waits for an import of the same model.
    /// </summary>
    /// <returns>False: there was nothing.</returns>
    /// <exception cref="ModelStoreException">The store cannot be written, or no model can have this name.</exception>
    public bool Remove(string name, GraphTarget target, CancellationToken cancellationToken = default)
    {
        try
        {
            return ModelRemoval.Run(_layout, name, target, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StoreFault.Explain(_layout.Root, e);
        }
    }

    /// <summary>Removes what was downloaded for a published model, except a VAE that downloads of other models share.</summary>
    /// <returns>Bytes freed.</returns>
    /// <exception cref="ModelStoreException">The store cannot be written, or it is no published model.</exception>
    public long RemoveDownloads(string name)
    {
        try
        {
            return DownloadRemoval.Run(_layout, name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StoreFault.Explain(_layout.Root, e);
        }
    }

    private void Collect(List<StoredModel> models, List<BrokenModel> broken)
    {
        foreach (var name in _layout.Names())
        {
            foreach (var target in _layout.Targets(name))
            {
                try
                {
                    if (Find(name, target) is { } model)
                        models.Add(model);
                    else
                        broken.Add(new BrokenModel(name, target, $"{_layout.ModelFolder(name, target)} has no {ModelManifest.FileName}. Remove it with: hunyuan3d models remove {name}"));
                }
                catch (ModelStoreException e)
                {
                    broken.Add(new BrokenModel(name, target, e.Message));
                }
            }
        }
    }

    private StoreFolder Measure(string folder)
    {
        var bytes = 0L;
        try
        {
            foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories))
                bytes += file.Length;
        }
        catch (IOException)
        {
            // What runs meanwhile removes its files; the size is then that of a moment ago.
        }

        return new StoreFolder(Path.GetRelativePath(Root, folder).Replace(Path.DirectorySeparatorChar, '/'), bytes);
    }

    private static string Remedy(string name, GraphDevice device, GraphPrecision? precision)
    {
        var options = (device == GraphDevice.Cpu ? "" : " --target cuda") + (precision is { } one ? $" --precision {one}".ToLowerInvariant() : "");
        return ModelCatalog.Find(name) is not null
            ? $"Install it with: hunyuan3d models pull {name}{options}"
            : $"It is not one of the published models ({string.Join(", ", ModelCatalog.Models.Select(model => model.Name))}); import an own one with: hunyuan3d models import FOLDER --name {name}{options}";
    }
}
