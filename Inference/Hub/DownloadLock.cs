namespace Hunyuan3D.Inference.Hub;

/// <summary>Held by the one process that fetches and imports for a model store. The operating system drops it with the process, however that ends.</summary>
public sealed class DownloadLock : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly FileStream _file;

    private DownloadLock(FileStream file) => _file = file;

    /// <summary>Waits until no other process holds it.</summary>
    /// <param name="waiting">Told once, when another process holds it.</param>
    public static async Task<DownloadLock> AcquireAsync(string path, TimeProvider time, Action waiting, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(waiting);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        for (var told = false; ; told = true)
        {
            try
            {
                return new DownloadLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException) when (File.Exists(path))
            {
                if (!told)
                    waiting();
                await Task.Delay(Interval, time, cancellationToken);
            }
        }
    }

    public void Dispose() => _file.Dispose();
}
