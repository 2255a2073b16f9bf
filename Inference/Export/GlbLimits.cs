using Hunyuan3D.Inference.Imaging;

namespace Hunyuan3D.Inference.Export;

/// <summary>What a GLB that comes from outside may hold at most; checked before anything of that size is allocated.</summary>
public sealed record GlbLimits
{
    /// <summary>Vertices of all primitives together, each counted as often as the scene shows it. Default 6 million.</summary>
    public int MaxVertices { get; init; } = 6_000_000;

    /// <summary>Triangles, counted alike. Default 4 million.</summary>
    public int MaxFaces { get; init; } = 4_000_000;

    /// <summary>Nodes of the file. Default 20,000.</summary>
    public int MaxNodes { get; init; } = 20_000;

    /// <summary>The largest absolute coordinate, in metres. Default 10^6.</summary>
    public float MaxCoordinate { get; init; } = 1e6f;

    /// <summary>For the base colour texture.</summary>
    public ImageLimits Image { get; init; } = new();
}
