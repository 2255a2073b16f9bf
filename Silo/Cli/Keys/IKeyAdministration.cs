using Hunyuan3D.Hosting.Http.Access;
using Hunyuan3D.Hosting.Keys;

namespace Hunyuan3D.Hosting.Cli.Keys;

/// <summary>The keys of a cluster, in its data folder or through one of its servers.</summary>
internal interface IKeyAdministration : IDisposable
{
    /// <returns>With its text.</returns>
    Task<KeyReply> CreateAsync(KeyRequest request, CancellationToken cancellationToken);

    Task<IReadOnlyList<KeyReply>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Null: there is no such key.</summary>
    Task<KeyReply?> RevokeAsync(string id, CancellationToken cancellationToken);
}
