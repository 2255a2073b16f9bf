namespace Hunyuan3D.Inference.ModelStore.Importing;

/// <summary>Deletes downloads of one published model, in every revision that was fetched.</summary>
internal static class DownloadRemoval
{
    public static long Run(ModelStoreLayout layout, string name)
    {
        var model = ModelCatalog.Find(name)
            ?? throw new ModelStoreException($"'{name}' is not one of the published models, so nothing was downloaded for it by that name. What is there: {layout.DownloadsFolder}");
        var freed = Revisions(layout, model.Repository).Sum(revision => Remove(revision, model.Subfolder));
        if (model.FlashVdmVaeSubfolder is not { } vae)
            return freed;
        foreach (var revision in Revisions(layout, model.FlashVdmVaeRepository))
        {
            if (!IsShared(layout, model, Path.GetFileName(revision)))
                freed += Remove(revision, vae);
        }

        return freed;
    }

    private static IReadOnlyList<string> Revisions(ModelStoreLayout layout, string repository) =>
        [.. layout.DownloadedRevisions().Where(folder => Path.GetRelativePath(layout.DownloadsFolder, Path.GetDirectoryName(folder)!).Replace(Path.DirectorySeparatorChar, '/') == repository)];

    private static bool IsShared(ModelStoreLayout layout, KnownModel model, string revision) => ModelCatalog.Models
        .Where(other => other != model && other.FlashVdmVaeSubfolder == model.FlashVdmVaeSubfolder && other.FlashVdmVaeRepository == model.FlashVdmVaeRepository)
        .Any(other => Revisions(layout, other.Repository)
            .Where(folder => other.Repository != model.FlashVdmVaeRepository || Path.GetFileName(folder) == revision)
            .Any(folder => Directory.Exists(Path.Combine(folder, other.Subfolder))));

    private static long Remove(string revision, string subfolder)
    {
        var folder = Path.Combine(revision, subfolder);
        if (!Directory.Exists(folder))
            return 0;
        var bytes = new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        Directory.Delete(folder, recursive: true);
        for (var above = Path.GetDirectoryName(folder)!; Path.GetFileName(above) != ModelStoreLayout.Downloads && !Directory.EnumerateFileSystemEntries(above).Any(); above = Path.GetDirectoryName(above)!)
            Directory.Delete(above);
        return bytes;
    }
}
