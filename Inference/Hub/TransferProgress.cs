namespace Hunyuan3D.Inference.Hub;

/// <summary>How far one file is.</summary>
/// <param name="Path">Inside the repository.</param>
/// <param name="Done">Bytes that are there.</param>
/// <param name="Total">Bytes of the whole.</param>
public sealed record TransferProgress(string Path, long Done, long Total, TransferPhase Phase)
{
    /// <summary>Bytes that an earlier run had brought.</summary>
    public long Resumed { get; init; }

    /// <summary>What went wrong and will be tried again, for people; null: nothing.</summary>
    public string? Notice { get; init; }
}
