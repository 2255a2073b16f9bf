namespace Hunyuan3D.Inference.Hub;

/// <summary>
/// Brings files into a folder. What is there and right is not fetched again; what an interrupted run brought is continued. A file has its final name only when it is
/// complete and its hash is right. Of two processes that fetch the same file at the same time the second one fails; <see cref="DownloadLock"/> lets it wait.
/// </summary>
public sealed class HubDownloader(HubClient client)
{
    /// <summary>Left free on the disk.</summary>
    private const long Reserve = 64L << 20;

    /// <summary>Bytes that are free where a path is; replaced in tests.</summary>
    internal Func<string, long> FreeBytes { get; init; } = path => new DriveInfo(path).AvailableFreeSpace;

    /// <summary>Fetches files of a snapshot to <c>FOLDER/PATH</c>.</summary>
    /// <exception cref="HubException">A file cannot be fetched, or its name would lead out of the folder.</exception>
    public Task DownloadAsync(HubSnapshot snapshot, IEnumerable<HubFile> files, string folder, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(files);
        var remote = files.Select(file => (new RemoteFile(file.Path, client.AddressOf(snapshot, file), file.Bytes, file.Hash), SafePath.Below(folder, file.Path)));
        return DownloadAsync([.. remote], folder, progress, cancellationToken);
    }

    /// <summary>Fetches a single file from an address to <paramref name="path"/>.</summary>
    /// <exception cref="HubException">It cannot be fetched.</exception>
    public Task DownloadAsync(RemoteFile file, string path, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        path = Path.GetFullPath(path);
        return DownloadAsync([(file, path)], Path.GetDirectoryName(path)!, progress, cancellationToken);
    }

    private async Task DownloadAsync(IReadOnlyList<(RemoteFile File, string Path)> files, string folder, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        CheckSpace(files, folder);
        foreach (var (file, path) in files)
            await new FileTransfer(client, file, path, progress).RunAsync(cancellationToken);
    }

    /// <remarks>Partial files are sparse: what is written down as arrived is what takes room.</remarks>
    private void CheckSpace(IReadOnlyList<(RemoteFile File, string Path)> files, string folder)
    {
        var needed = files.Sum(item => File.Exists(item.Path) ? 0 : Math.Max(0, (item.File.Bytes ?? 0) - PartialFile.SavedBytes(item.Path)));
        var free = FreeBytes(Path.GetFullPath(folder));
        if (needed > 0 && needed + Reserve > free)
        {
            throw new HubException(HubFailure.NoSpace,
                $"The download needs {(needed + Reserve) / 1_000_000} MB, {folder} has {free / 1_000_000} MB free. Make room, or take another folder with --models.");
        }
    }
}
