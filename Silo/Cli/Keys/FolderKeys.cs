using Hunyuan3D.Hosting.Http.Access;
using Hunyuan3D.Hosting.Keys;

namespace Hunyuan3D.Hosting.Cli.Keys;

/// <summary>Keys in a data folder; running servers see a change within two seconds.</summary>
internal sealed class FolderKeys(KeyFolder folder) : IKeyAdministration
{
    public Task<KeyReply> CreateAsync(KeyRequest request, CancellationToken cancellationToken)
    {
        var (kept, text) = folder.Create(request);
        return Task.FromResult(KeyReply.Of(kept, lastUsed: null, text));
    }

    public Task<IReadOnlyList<KeyReply>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<KeyReply>>([.. folder.List().Select(key => KeyReply.Of(key, folder.LastUsed(key.Id)))]);

    public Task<KeyReply?> RevokeAsync(string id, CancellationToken cancellationToken) =>
        Task.FromResult(folder.Revoke(id) is { } key ? KeyReply.Of(key, folder.LastUsed(id)) : null);

    public void Dispose()
    {
    }
}
