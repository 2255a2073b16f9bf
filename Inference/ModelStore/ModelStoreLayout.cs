using Hunyuan3D.Inference.Onnx;

namespace Hunyuan3D.Inference.ModelStore;

/// <summary>
/// Where things are in a model store. Whatever begins with a dot is work in progress or waste, and no reader looks at it:
/// <code>
/// v2-mini/cpu-int8/model.json          the manifest, last to be written
/// v2-mini/cpu-int8/denoiser.onnx ...
/// v2-mini/.cpu-int8.import-3f2a...     an import that runs, or was interrupted
/// v2-mini/.cpu-int8.removed-77c1...    on its way out
/// .locks/v2-mini.cpu-int8              held by an import or a removal; left behind empty
/// downloads/                           what was fetched from a hub
/// </code>
/// </summary>
internal sealed class ModelStoreLayout(string root)
{
    public const string Downloads = "downloads";
    private const string Importing = "import-";
    private const string Removed = "removed-";
    private const string Locks = ".locks";
    private static readonly string[] Unfinished = [Importing, Removed];

    public string Root { get; } = Path.GetFullPath(root);

    public string DownloadsFolder => Path.Combine(Root, Downloads);

    public string NameFolder(string name) => Path.Combine(Root, ModelName.Check(name));

    public string ModelFolder(string name, GraphTarget target) => Path.Combine(NameFolder(name), target.ToString());

    public string LockFile(string name, GraphTarget target) => Path.Combine(Root, Locks, $"{ModelName.Check(name)}.{target}");

    public string NewImportFolder(string name, GraphTarget target) => Path.Combine(NameFolder(name), $".{target}.{Importing}{Guid.NewGuid():n}");

    public string NewRemovedFolder(string name, GraphTarget target) => Path.Combine(NameFolder(name), $".{target}.{Removed}{Guid.NewGuid():n}");

    /// <summary>Names of models, in order, whether or not there is anything sound in their folders.</summary>
    public IReadOnlyList<string> Names() => Directory.Exists(Root)
        ? [.. Directory.EnumerateDirectories(Root).Select(folder => Path.GetFileName(folder)).Where(ModelName.IsLegal).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Targets with a folder, in the order of the enumerations.</summary>
    public IReadOnlyList<GraphTarget> Targets(string name) => [.. GraphTarget.All.Where(target => Directory.Exists(ModelFolder(name, target)))];

    /// <summary>Folders that interrupted imports and removals of one target left, or that running ones use.</summary>
    public IReadOnlyList<string> Leftovers(string name, GraphTarget target)
    {
        var folder = NameFolder(name);
        return Directory.Exists(folder)
            ? [.. Unfinished.SelectMany(kind => Directory.EnumerateDirectories(folder, $".{target}.{kind}*")).Order(StringComparer.Ordinal)]
            : [];
    }

    public IReadOnlyList<string> Leftovers() => [.. Names().SelectMany(name => GraphTarget.All.SelectMany(target => Leftovers(name, target)))];

    /// <summary>Folders <c>downloads/OWNER/REPOSITORY/REVISION</c>.</summary>
    public IReadOnlyList<string> DownloadedRevisions() => Directory.Exists(DownloadsFolder)
        ? [.. Below(DownloadsFolder).SelectMany(Below).SelectMany(Below).Order(StringComparer.Ordinal)]
        : [];

    private static IEnumerable<string> Below(string folder) => Directory.EnumerateDirectories(folder);
}
