using System.Text.Json;

namespace Hunyuan3D.Hosting.Keys;

/// <summary>
/// The keys of a cluster as small files in its data folder, one for each: the folder is shared by all its processes anyway, so they share the keys on one machine and on many, whether or not Redis
/// or any server runs. A key is made by a rename and revoked by another, so writers need no lock. A revoked key stays: a server that ever had keys is never open again.
/// </summary>
internal sealed class KeyFolder(string path, TimeProvider time)
{
    private const string Extension = ".json";
    private const string UsedExtension = ".used";
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string Path => path;

    /// <returns>The key as it is kept, and its own text, which nobody can tell again.</returns>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public (ApiKey Kept, string Key) Create(KeyRequest request)
    {
        var (id, key) = KeyText.New();
        var kept = new ApiKey { Id = id, Hash = Convert.ToHexStringLower(KeyText.Hash(key)), User = request.User, Role = request.Role, Limits = request.Limits, Created = time.GetUtcNow() };
        Write(kept);
        return (kept, key);
    }

    /// <summary>Null: there is no such key. One that is revoked stays as it is.</summary>
    public ApiKey? Revoke(string id)
    {
        if (!KeyText.IsId(id) || !File.Exists(FileOf(id))) return null;
        var key = Read(FileOf(id));
        if (key.Revoked is not null) return key;
        key = key with { Revoked = time.GetUtcNow() };
        Write(key);
        return key;
    }

    /// <summary>By age, revoked ones too.</summary>
    /// <exception cref="KeyFileException">One of the files is broken.</exception>
    public IReadOnlyList<ApiKey> List() => [.. Files().Select(file => Read(file.FullName)).OrderBy(key => key.Created)];

    /// <summary>The files of all keys; each changes at most once.</summary>
    public IEnumerable<FileInfo> Files()
    {
        var folder = new DirectoryInfo(path);
        return folder.Exists ? folder.EnumerateFiles("*" + Extension).Where(file => KeyText.IsId(System.IO.Path.GetFileNameWithoutExtension(file.Name))) : [];
    }

    /// <exception cref="KeyFileException">The file is broken.</exception>
    public static ApiKey Read(string file)
    {
        try
        {
            var key = JsonSerializer.Deserialize(File.ReadAllBytes(file), KeyJson.Default.ApiKey);
            if (key is { Hash.Length: 64 } && key.Hash.All(char.IsAsciiHexDigitLower) && key.Id == System.IO.Path.GetFileNameWithoutExtension(file)) return key;
            throw new KeyFileException($"The key file {file} is broken: it is no key with this name. Make a new key, and delete the file.");
        }
        catch (JsonException e)
        {
            throw new KeyFileException($"The key file {file} is broken: {e.Message} Make a new key, and delete the file.");
        }
    }

    /// <summary>To the minute or so; null: never.</summary>
    public DateTimeOffset? LastUsed(string id)
    {
        var file = new FileInfo(System.IO.Path.Combine(path, id + UsedExtension));
        return file.Exists ? file.LastWriteTimeUtc : null;
    }

    /// <summary>The key is used now.</summary>
    public void Touch(string id)
    {
        var file = System.IO.Path.Combine(path, id + UsedExtension);
        if (!File.Exists(file)) File.WriteAllBytes(file, []);
        File.SetLastWriteTimeUtc(file, time.GetUtcNow().UtcDateTime);
    }

    /// <summary>Writes a file of the folder for this user's eyes only, whole or not at all.</summary>
    /// <param name="replace">False: a file that is there stays as it is.</param>
    public void Write(string name, ReadOnlySpan<byte> bytes, bool replace)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, Owner | UnixFileMode.UserExecute);
        var temporary = System.IO.Path.Combine(path, $".{name}.{Guid.NewGuid():N}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = Owner;
        try
        {
            using (var stream = new FileStream(temporary, options))
            {
                stream.Write(bytes);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, System.IO.Path.Combine(path, name), replace);
        }
        catch (IOException) when (!replace && File.Exists(System.IO.Path.Combine(path, name)))
        {
            File.Delete(temporary);
        }
    }

    private void Write(ApiKey key) => Write(key.Id + Extension, JsonSerializer.SerializeToUtf8Bytes(key, KeyJson.Default.ApiKey), replace: true);

    private string FileOf(string id) => System.IO.Path.Combine(path, id + Extension);
}
