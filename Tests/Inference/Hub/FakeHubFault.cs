namespace Hunyuan3D.Tests.Inference.Hub;

/// <summary>How an answer differs from the right one.</summary>
internal sealed record FakeHubFault
{
    /// <summary>No content, this status.</summary>
    public int? Status { get; init; }

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Send no more than these.</summary>
    public int? Bytes { get; init; }

    /// <summary>After the bytes, or with <see cref="Slice"/> after each slice of them.</summary>
    public Func<CancellationToken, Task>? Then { get; init; }

    /// <summary>Send so many bytes at a time; null: all at once.</summary>
    public int? Slice { get; init; }

    /// <summary>End the connection after the bytes.</summary>
    public bool Drops { get; init; }

    public bool IgnoresRange { get; init; }

    public long? ContentLength { get; init; }

    /// <summary>In <c>Content-Range</c>.</summary>
    public long? TotalBytes { get; init; }
}
