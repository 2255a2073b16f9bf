using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace Hunyuan3D.Hosting.Keys;

/// <summary>
/// The keys that a server accepts: those of the folder and the configured one. The folder is looked at again when the last look is older than <see cref="Freshness"/>, so a key that is made or revoked
/// anywhere counts everywhere within that time.
/// </summary>
internal sealed partial class KeyRing(KeyRingSettings settings, IOptions<KeysOptions> options, TimeProvider time, ILogger<KeyRing> log)
{
    internal static readonly TimeSpan Freshness = TimeSpan.FromSeconds(2);

    /// <summary>How exactly the last use of a key is known.</summary>
    private static readonly TimeSpan UsePrecision = TimeSpan.FromMinutes(1);

    private readonly KeyFolder? _folder = settings.Folder is { } path ? new KeyFolder(path, time) : null;
    private readonly Lock _looking = new();
    private readonly Dictionary<string, (DateTime Changed, long Length, ApiKey? Key)> _files = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _used = new(StringComparer.Ordinal);
    private (DateTime Changed, ApiKey Key)? _adminFile;
    private volatile View? _view;

    /// <summary>Null: keys are kept nowhere.</summary>
    public KeyFolder? Folder => _folder;

    /// <summary>There is no key and none is needed: everybody who reaches the server may do everything.</summary>
    public bool IsOpen => (!settings.IsPublic || settings.Insecure) && !Current.EverHadKeys;

    /// <summary>While <see cref="IsOpen"/>: callers are on other machines, and reach this one by whatever name.</summary>
    public bool AnswersAnyName => settings.IsPublic;

    /// <summary>How many keys are accepted now.</summary>
    public int Count => Current.Keys.Values.Count(key => key.Revoked is null) + Current.Configured.Length;

    /// <summary>Null: no key, or a revoked one.</summary>
    public ApiKey? Find(string text)
    {
        if (text.Length > KeyText.Longest) return null;
        var view = Current;
        var hash = KeyText.Hash(text);
        foreach (var configured in view.Configured)
        {
            if (Matches(configured, hash)) return configured;
        }

        if (KeyText.IdOf(text) is not { } id || !view.Keys.TryGetValue(id, out var key) || !Matches(key, hash) || key.Revoked is not null) return null;
        NoteUse(key);
        return key;
    }

    private View Current
    {
        get
        {
            if (_view is { } view && time.GetElapsedTime(view.Looked) < Freshness) return view;
            lock (_looking)
            {
                if (_view is { } fresh && time.GetElapsedTime(fresh.Looked) < Freshness) return fresh;
                return _view = Look();
            }
        }
    }

    private static bool Matches(ApiKey key, byte[] hash) => CryptographicOperations.FixedTimeEquals(Convert.FromHexString(key.Hash), hash);

    private View Look()
    {
        var looked = time.GetTimestamp();
        try
        {
            var keys = LookAtFolder();
            return new View(looked, keys, [.. Configured()], _files.Count > 0 || options.Value.Admin is not null || options.Value.AdminFile is not null);
        }
        catch (Exception e) when (_view is not null && e is IOException or UnauthorizedAccessException)
        {
            // What was known stays known until the folder can be read again.
            LogUnreadable(e);
            return _view! with { Looked = looked };
        }
    }

    private Dictionary<string, ApiKey> LookAtFolder()
    {
        var files = _folder?.Files().ToArray() ?? [];
        foreach (var gone in _files.Keys.Except(files.Select(file => file.FullName)).ToArray())
            _files.Remove(gone);
        foreach (var file in files)
        {
            if (_files.TryGetValue(file.FullName, out var known) && (known.Changed, known.Length) == (file.LastWriteTimeUtc, file.Length)) continue;
            try
            {
                _files[file.FullName] = (file.LastWriteTimeUtc, file.Length, KeyFolder.Read(file.FullName));
            }
            catch (KeyFileException e)
            {
                // It opens nothing, and the others go on.
                _files[file.FullName] = (file.LastWriteTimeUtc, file.Length, null);
                LogBroken(e.Message);
            }
        }

        return _files.Values.Select(file => file.Key).OfType<ApiKey>().ToDictionary(key => key.Id, StringComparer.Ordinal);
    }

    private IEnumerable<ApiKey> Configured()
    {
        if (options.Value.Admin is { } admin)
            yield return AdminKey("configured", admin);
        if (options.Value.AdminFile is { } path)
            yield return FromFile(new FileInfo(path));
    }

    private ApiKey FromFile(FileInfo file)
    {
        if (_adminFile is { } known && file.Exists && known.Changed == file.LastWriteTimeUtc) return known.Key;
        var text = File.ReadAllText(file.FullName).Trim();
        if (!KeyText.IsPlausible(text))
            throw new KeyFileException($"The file {file.FullName} holds no key: {text.Length} characters. Put 32 to 256 printable ones without spaces there, for example h3d_ followed by what 'openssl rand -hex 32' prints.");
        var key = AdminKey("configured-file", text);
        _adminFile = (file.LastWriteTimeUtc, key);
        return key;
    }

    private static ApiKey AdminKey(string id, string text) =>
        new() { Id = id, Hash = Convert.ToHexStringLower(KeyText.Hash(text)), User = KeysOptions.AdminUser, Role = KeyRole.Admin, Created = DateTimeOffset.UnixEpoch };

    private void NoteUse(ApiKey key)
    {
        var now = time.GetUtcNow();
        if (_used.TryGetValue(key.Id, out var last) && now - last < UsePrecision) return;
        _used[key.Id] = now;
        try
        {
            _folder!.Touch(key.Id);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogUseUnknown(e, key.Id);
        }
    }

    private sealed record View(long Looked, IReadOnlyDictionary<string, ApiKey> Keys, ApiKey[] Configured, bool EverHadKeys);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The keys cannot be read; those known so far stay good.")]
    private partial void LogUnreadable(Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Problem}")]
    private partial void LogBroken(string problem);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The last use of key {KeyId} cannot be noted.")]
    private partial void LogUseUnknown(Exception exception, string keyId);
}
