using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Client;

/// <summary>Selects jobs.</summary>
public sealed record GenerationQuery
{
    /// <summary>Null: every user's.</summary>
    public string? User { get; init; }

    /// <summary>Null: any.</summary>
    public GenerationStatusCode? Status { get; init; }

    /// <summary>Jobs to pass over from the newest on; at least 0. Jobs that are submitted or end between two pages shift them: one may be seen twice.</summary>
    public int Offset { get; init; }

    /// <summary>1 to 1000.</summary>
    public int Limit { get; init; } = 100;
}
