using System.Runtime.InteropServices;

namespace Hunyuan3D.Inference.ModelStore.Importing;

/// <summary>What a folder needs so that a crash of the machine finds it either old or new: flushed entries, and a swap in one step.</summary>
internal static partial class DurableFolder
{
    private const int CurrentFolder = -100;
    private const int Exchange = 2;

    /// <summary>Flushes files that somebody else wrote, and the entries of all folders.</summary>
    public static void Flush(string folder, IEnumerable<string> files)
    {
        foreach (var path in files)
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
            file.Flush(flushToDisk: true);
        }

        foreach (var below in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories))
            FlushEntries(below);
        FlushEntries(folder);
    }

    /// <summary>
    /// Puts <paramref name="made"/> in the place of <paramref name="place"/>. What was there goes to <paramref name="aside"/> or to where <paramref name="made"/> was.
    /// </summary>
    /// <returns>Where the old folder is now; null: there was none.</returns>
    public static string? Replace(string made, string place, string aside)
    {
        string? old = null;
        if (Directory.Exists(place))
        {
            if (TryExchange(made, place))
            {
                old = made;
            }
            else
            {
                Directory.Move(place, aside);
                old = aside;
                Directory.Move(made, place);
            }
        }
        else
        {
            Directory.Move(made, place);
        }

        FlushEntries(Path.GetDirectoryName(place)!);
        return old;
    }

    private static bool TryExchange(string first, string second)
    {
        if (!OperatingSystem.IsLinux())
            return false;
        try
        {
            return RenameAt2(CurrentFolder, first, CurrentFolder, second, Exchange) == 0;
        }
        catch (EntryPointNotFoundException)
        {
            // An older C library: two renames have to do.
            return false;
        }
    }

    private static void FlushEntries(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = OpenFolder(folder, 0);
        if (descriptor < 0)
            return;
        // A file system that cannot flush a folder says so; there is nothing better to do on it.
        _ = FlushDescriptor(descriptor);
        _ = CloseDescriptor(descriptor);
    }

    [LibraryImport("libc", EntryPoint = "renameat2", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameAt2(int fromFolder, string from, int toFolder, string to, uint flags);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFolder(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int FlushDescriptor(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseDescriptor(int descriptor);
}
