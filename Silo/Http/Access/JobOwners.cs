using System.Collections.Concurrent;
using Hunyuan3D.Client;

namespace Hunyuan3D.Hosting.Http.Access;

/// <summary>Whose a job is. That never changes, so the cluster is asked once for each job.</summary>
internal sealed class JobOwners(IHunyuan3DClient client)
{
    private const int Remembered = 50_000;

    private readonly ConcurrentDictionary<string, string> _owners = new(StringComparer.Ordinal);

    /// <summary>Null: there is no such job.</summary>
    public async ValueTask<string?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (_owners.TryGetValue(id, out var known)) return known;
        var owner = (await client.GetAsync(id, cancellationToken))?.Request.User;
        if (owner is null) return null;
        if (_owners.Count >= Remembered) _owners.Clear();
        return _owners[id] = owner;
    }
}
