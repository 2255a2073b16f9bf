namespace Hunyuan3D.Hosting.Keys;

/// <summary>A key as it is kept: everything but the key itself.</summary>
internal sealed record ApiKey
{
    /// <summary>Names the key where others may see it: lists, logs, messages. See <see cref="KeyText"/>.</summary>
    public required string Id { get; init; }

    /// <summary>SHA-256 of the whole key, in lower-case hexadecimal digits.</summary>
    public required string Hash { get; init; }

    /// <summary>Whose jobs are submitted with it; several keys may have the same user.</summary>
    public required string User { get; init; }

    public required KeyRole Role { get; init; }

    public KeyLimits Limits { get; init; } = new();

    public required DateTimeOffset Created { get; init; }

    /// <summary>Since when it is refused; null: it is good.</summary>
    public DateTimeOffset? Revoked { get; init; }
}
