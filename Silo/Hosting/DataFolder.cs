using System.Text.Json;

namespace Hunyuan3D.Hosting;

/// <summary>
/// Where a cluster on this machine keeps everything: <c>redis/</c> (job state), <c>artifacts/</c> (pictures, meshes, results), <c>models/</c> (imported models, unless
/// configured elsewhere), <c>keys/</c> (who may call) and
/// <c>ports.json</c> (the ports of the process that owns the folder, so that a restart is found where the old one was).
/// One process owns the folder and runs the Redis server in it; others may share <c>artifacts/</c>, <c>models/</c> and <c>keys/</c>.
/// </summary>
internal sealed class DataFolder : IDisposable
{
    public const string KeysName = "keys";

    private readonly FileStream? _lock;
    private readonly bool _temporary;

    private DataFolder(string path, FileStream? owned, bool temporary) => (Path, _lock, _temporary) = (path, owned, temporary);

    public string Path { get; }

    public string Redis => System.IO.Path.Combine(Path, "redis");

    public string Artifacts => System.IO.Path.Combine(Path, "artifacts");

    public string Models => System.IO.Path.Combine(Path, "models");

    public string Keys => System.IO.Path.Combine(Path, KeysName);

    private string PortsFile => System.IO.Path.Combine(Path, "ports.json");

    /// <summary>Makes the folder if needed and takes it for this process.</summary>
    /// <exception cref="DataFolderException">Another process has it, or it cannot be written.</exception>
    public static DataFolder Own(string path)
    {
        var folder = Share(path);
        var file = System.IO.Path.Combine(folder.Path, "lock");
        try
        {
            // The operating system frees the lock when the process ends in any way, so a killed process leaves nothing to clean up.
            return new DataFolder(folder.Path, new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None), temporary: false);
        }
        catch (IOException e)
        {
            throw new DataFolderException(
                $"The data folder {folder.Path} is in use by another hunyuan3d process. Stop that process, give this one another --data folder, "
                + $"or join the running cluster with --redis 127.0.0.1:{folder.ReadPorts()?.Redis.ToString() ?? "PORT"}.",
                e);
        }
    }

    /// <summary>Makes the folder if needed and uses it beside its owner.</summary>
    /// <exception cref="DataFolderException">It cannot be written.</exception>
    public static DataFolder Share(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(full);
            var probe = System.IO.Path.Combine(full, $".write-{Environment.ProcessId}");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            return new DataFolder(full, owned: null, temporary: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataFolderException($"The data folder {full} cannot be written ({e.Message}). Give a writable folder with --data.", e);
        }
    }

    /// <summary>A new folder that disappears with this instance.</summary>
    public static DataFolder CreateTemporary() =>
        new(Directory.CreateTempSubdirectory("hunyuan3d-").FullName, owned: null, temporary: true);

    /// <summary>The ports that the owner had last; null: none recorded yet.</summary>
    public ClusterPorts? ReadPorts()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(PortsFile), HostingJson.Default.ClusterPorts);
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }

    public void WritePorts(ClusterPorts ports)
    {
        var temporary = PortsFile + ".new";
        File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(ports, HostingJson.Default.ClusterPorts));
        File.Move(temporary, PortsFile, overwrite: true);
    }

    public void Dispose()
    {
        _lock?.Dispose();
        if (_temporary && Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
