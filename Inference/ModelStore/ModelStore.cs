using Hunyuan3D.Inference.Onnx;

namespace Hunyuan3D.Inference.ModelStore;

/// <summary>
/// The imported models of a machine or, on a shared volume, of a cluster: one folder each for name and target. A model is there completely or not at all.
/// Several processes may use one store at the same time. Inside namespaces below <c>Hunyuan3D.Inference</c> the type is written <c>ModelStore.ModelStore</c>.
/// </summary>
public sealed class ModelStore
{
    private readonly ModelStoreLayout _layout;

    /// <param name="root">The store's folder; it need not exist.</param>
    public ModelStore(string root)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        _layout = new ModelStoreLayout(root);
    }

    public string Root => _layout.Root;

    /// <summary>Where downloads from a hub are kept: <c>downloads/REPOSITORY/REVISION/PATH</c>.</summary>
    public string DownloadsFolder => _layout.DownloadsFolder;

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
