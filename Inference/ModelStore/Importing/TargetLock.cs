namespace Hunyuan3D.Inference.ModelStore.Importing;

/// <summary>
/// Held while one model for one target is imported or removed. The operating system frees it when the process ends in any way. The file is never deleted:
/// two processes could otherwise hold locks of the same name on different files.
/// </summary>
internal sealed class TargetLock : IDisposable
{
    private const int UnixWouldBlock = 11;
    private const int MacWouldBlock = 35;
    private const int WindowsSharing = unchecked((int)0x80070020);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly FileStream _file;

    private TargetLock(FileStream file) => _file = file;

    /// <summary>Waits until the lock is free.</summary>
    /// <param name="waiting">Called once if it is not free at once.</param>
    public static TargetLock Take(string path, Action waiting, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        for (var attempt = 0; ; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return new TargetLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
            }
            catch (IOException e) when (e.HResult is UnixWouldBlock or MacWouldBlock or WindowsSharing)
            {
                if (attempt == 0)
                    waiting();
                cancellationToken.WaitHandle.WaitOne(Pause);
            }
        }
    }

    public void Dispose() => _file.Dispose();
}
