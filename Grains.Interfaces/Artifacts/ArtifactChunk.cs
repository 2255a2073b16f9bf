namespace Hunyuan3D.Grains.Interfaces.Artifacts;

/// <summary>The size of the pieces in which bytes cross grain calls.</summary>
public static class ArtifactChunk
{
    /// <summary>Bytes of one piece at most, so that no call with its envelope exceeds 64 KiB.</summary>
    public const int MaxBytes = 60 * 1024;
}
