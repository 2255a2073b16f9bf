namespace Hunyuan3D.Inference.Hub;

/// <summary>Turns a name that a server gives into a path on disk.</summary>
internal static class SafePath
{
    private const int LongestName = 200;

    /// <summary>Of names that every file system has, on any system: no volumes, alternate streams, wildcards or backslashes.</summary>
    private const string Forbidden = "\\:*?\"<>|";

    /// <exception cref="HubException">It would lie outside the folder, or is no plain name.</exception>
    public static string Below(string folder, string path)
    {
        var names = path.Split('/');
        if (names.FirstOrDefault(name => !IsPlain(name)) is { } name)
            throw new HubException(HubFailure.Protocol, $"The hub lists a file '{Shown(path)}', which is no plain path ('{Shown(name)}' is not a file name). It is not fetched.");
        return Path.Combine([Path.GetFullPath(folder), .. names]);
    }

    private static bool IsPlain(string name) =>
        name.Length is > 0 and <= LongestName && !name.All(c => c == '.') && !name.EndsWith(' ') && !name.Any(c => char.IsControl(c) || Forbidden.Contains(c));

    private static string Shown(string text) => string.Concat(text.Take(LongestName).Select(c => char.IsControl(c) ? '?' : c));
}
