using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace Hunyuan3D.Hosting.Http.Pages;

/// <summary>
/// The web page's files in memory. They lie below one path that carries a hash of them all, so that a module may name its neighbour plainly, a new version is a
/// new address for every file, and each may be cached for ever.
/// </summary>
internal sealed class PageAssets
{
    public const string Root = "/assets";

    /// <summary>The interactive viewer, which is only there if npm was when the program was built.</summary>
    public const string Viewer = "viewer.js";

    private const string Index = "index.html";

    private static readonly FrozenDictionary<string, string> MediaTypes = new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".txt"] = "text/plain; charset=utf-8",
    }.ToFrozenDictionary();

    private readonly FrozenDictionary<string, PageAsset> _files;

    private PageAssets(string version, PageAsset page, FrozenDictionary<string, PageAsset> files) => (Version, Page, _files) = (version, page, files);

    public static string DefaultFolder => Path.Combine(AppContext.BaseDirectory, "web");

    /// <summary>Changes whenever one of the files does.</summary>
    public string Version { get; }

    /// <summary>The document at <c>/</c>.</summary>
    public PageAsset Page { get; }

    public bool HasViewer => _files.ContainsKey(Viewer);

    /// <summary>Null: no such file.</summary>
    /// <param name="path">Relative, with slashes. Only names that were found when loading are known, so no path leads elsewhere.</param>
    public PageAsset? Find(string path) => _files.GetValueOrDefault(path);

    /// <exception cref="DirectoryNotFoundException">The program was not built with its page.</exception>
    public static PageAssets Load(string folder)
    {
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => (Name: Path.GetRelativePath(folder, file).Replace('\\', '/'), Bytes: File.ReadAllBytes(file)))
            .Where(file => MediaTypes.ContainsKey(Path.GetExtension(file.Name)))
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .ToList();
        var version = VersionOf(files);
        var assets = files.Where(file => file.Name != Index).ToFrozenDictionary(file => file.Name, file => AssetOf(file.Name, file.Bytes));
        var index = Encoding.UTF8.GetString(files.Single(file => file.Name == Index).Bytes);
        var page = AssetOf(Index, Encoding.UTF8.GetBytes(Complete(index, version, assets)));
        return new PageAssets(version, page, assets);
    }

    /// <summary>Puts addresses in, and the modules, which the browser may then fetch all at once.</summary>
    private static string Complete(string index, string version, FrozenDictionary<string, PageAsset> assets)
    {
        var modules = assets.Keys.Where(name => name.EndsWith(".js", StringComparison.Ordinal) && name != Viewer).Order(StringComparer.Ordinal);
        return index
            .Replace("{modules}", string.Join("\n    ", modules.Select(name => $"<link rel=\"modulepreload\" href=\"{{assets}}/{name}\">")), StringComparison.Ordinal)
            .Replace("{assets}", $"{Root[1..]}/{version}", StringComparison.Ordinal)
            .Replace("{viewer}", assets.ContainsKey(Viewer) ? "yes" : "no", StringComparison.Ordinal);
    }

    private static PageAsset AssetOf(string name, byte[] bytes) => new(MediaTypes[Path.GetExtension(name)], Short(SHA256.HashData(bytes)), bytes);

    private static string VersionOf(List<(string Name, byte[] Bytes)> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, bytes) in files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\0{bytes.Length}\0"));
            hash.AppendData(bytes);
        }

        return Short(hash.GetHashAndReset());
    }

    private static string Short(byte[] hash) => Convert.ToHexStringLower(hash.AsSpan(0, 8));
}
