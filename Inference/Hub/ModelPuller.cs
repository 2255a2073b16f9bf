using System.Security.Cryptography;
using System.Text;
using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Inference.ModelStore.Importing;
using Hunyuan3D.Inference.Onnx;

namespace Hunyuan3D.Inference.Hub;

/// <summary>
/// Brings a model into the store: fetches the checkpoint to the store's downloads, imports it, and removes it again. Interrupted at any point, the same call continues: what was fetched
/// is not fetched again, and a model is there completely or not at all. One pull at a time for each store; another one waits.
/// </summary>
public sealed class ModelPuller(HubClient client, ModelStore.ModelStore store, TimeProvider time)
{
    private const string MattingFolder = "matting";

    private readonly HubDownloader _downloader = new(client);

    /// <summary>Fetches a published checkpoint and imports it.</summary>
    /// <param name="model">From the catalog, perhaps with another repository: a copy of its own.</param>
    /// <param name="revision">Branch, tag or commit.</param>
    /// <param name="acceptance">How the licence was accepted; kept beside the model.</param>
    /// <exception cref="HubException">It cannot be fetched.</exception>
    /// <exception cref="Checkpoints.CheckpointException">What was fetched is broken.</exception>
    /// <exception cref="ModelStoreException">The store cannot be written, or is full.</exception>
    public async Task<PullResult> PullAsync(KnownModel model, string revision, LicenceAcceptance acceptance, PullOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(acceptance);
        ArgumentNullException.ThrowIfNull(options);
        using var held = await LockAsync(options, cancellationToken);
        var snapshot = await ResolveAsync(model.Repository, revision, options, cancellationToken);
        var source = $"{model.Repository}@{snapshot.Commit}/{model.Subfolder}";
        if (options.Import && Installed(model.Name, options.Target, source) is { } installed)
            return new PullResult(installed, null);

        var folder = FolderOf(snapshot);
        await _downloader.DownloadAsync(snapshot, ModelFileSelection.Of(model, snapshot), folder, options.Transfers, cancellationToken);
        var vae = await FetchFlashVdmVaeAsync(model, snapshot, options, cancellationToken);
        var download = Path.Combine(folder, model.Subfolder);
        acceptance = acceptance with { Repository = model.Repository, Commit = snapshot.Commit };
        if (!options.Import)
        {
            acceptance.Write(download);
            return new PullResult(null, download);
        }

        var imported = await ImportAsync(new ModelImportRequest(download, options.Target) { Name = model.Name, Source = source, FlashVdmVaeFolder = vae }, options, cancellationToken);
        acceptance.Write(Path.GetDirectoryName(imported.Model.Folder)!);
        if (options.KeepDownload)
            return new PullResult(imported, download);
        if (ModelCatalog.Find(model.Name)?.Repository == model.Repository)
            store.RemoveDownloads(model.Name);
        else
            Directory.Delete(folder, recursive: true);
        return new PullResult(imported, null);
    }

    /// <summary>Fetches a matting network, a single ONNX file, and imports it.</summary>
    /// <param name="hash">What the file must have; null: whatever comes is taken, if it is a matting network.</param>
    /// <exception cref="HubException">It cannot be fetched.</exception>
    /// <exception cref="Checkpoints.CheckpointException">What was fetched is no matting network.</exception>
    /// <exception cref="ModelStoreException">The store cannot be written, or is full, or no model can have this name.</exception>
    public async Task<PullResult> PullMattingAsync(string name, Uri address, ContentHash? hash, PullOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(options);
        ModelName.Check(name);
        using var held = await LockAsync(options, cancellationToken);
        var source = hash is null ? address.AbsoluteUri : $"{address.AbsoluteUri} ({hash})";
        if (options.Import && hash is not null && Installed(name, options.Target, source) is { } installed)
            return new PullResult(installed, null);

        // Another address is another download: what an earlier one left must not be continued from this one.
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(address.AbsoluteUri)))[..16];
        var folder = Path.Combine(store.DownloadsFolder, MattingFolder, name, key);
        var path = Path.Combine(folder, name + ".onnx");
        await _downloader.DownloadAsync(new RemoteFile(name + ".onnx", address, null, hash), path, options.Transfers, cancellationToken);
        if (!options.Import)
            return new PullResult(null, path);
        var imported = await ImportAsync(new ModelImportRequest(path, options.Target) { Name = name, Source = source }, options, cancellationToken);
        if (options.KeepDownload)
            return new PullResult(imported, path);
        Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);
        return new PullResult(imported, null);
    }

    private async Task<string?> FetchFlashVdmVaeAsync(KnownModel model, HubSnapshot own, PullOptions options, CancellationToken cancellationToken)
    {
        if (model.FlashVdmVaeSubfolder is not { } subfolder)
            return null;
        var snapshot = model.FlashVdmVaeRepository == model.Repository
            ? own
            : await ResolveAsync(model.FlashVdmVaeRepository, "main", options, cancellationToken);
        await _downloader.DownloadAsync(snapshot, ModelFileSelection.OfFlashVdmVae(model, snapshot), FolderOf(snapshot), options.Transfers, cancellationToken);
        return Path.Combine(FolderOf(snapshot), subfolder);
    }

    private Task<HubSnapshot> ResolveAsync(string repository, string revision, PullOptions options, CancellationToken cancellationToken) =>
        client.ResolveAsync(repository, revision, text => Tell(options, text), cancellationToken);

    private Task<ModelImportResult> ImportAsync(ModelImportRequest request, PullOptions options, CancellationToken cancellationToken) =>
        Task.Run(() => store.Import(request, options.Importing, cancellationToken), cancellationToken);

    /// <summary>Null: to be imported. The commit is part of the source, so equal sources are equal files.</summary>
    private ModelImportResult? Installed(string name, GraphTarget target, string source)
    {
        try
        {
            return store.Find(name, target) is { } model && model.Manifest.Source == source && model.Manifest.Importer == CheckpointImporter.Version
                ? new ModelImportResult(model, AlreadyThere: true)
                : null;
        }
        catch (ModelStoreException)
        {
            // Broken: the import puts a sound one in its place.
            return null;
        }
    }

    private string FolderOf(HubSnapshot snapshot) => Path.Combine([store.DownloadsFolder, .. snapshot.Repository.Split('/'), snapshot.Commit]);

    private Task<DownloadLock> LockAsync(PullOptions options, CancellationToken cancellationToken) => DownloadLock.AcquireAsync(
        Path.Combine(store.DownloadsFolder, ".lock"), time, () => Tell(options, $"Another process is pulling into {store.Root}; waiting for it."), cancellationToken);

    private static void Tell(PullOptions options, string text) => options.Transfers?.Report(new TransferProgress("", 0, 0, TransferPhase.Downloading) { Notice = text });
}
