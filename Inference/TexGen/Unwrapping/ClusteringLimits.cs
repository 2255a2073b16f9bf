namespace Hunyuan3D.Inference.TexGen.Unwrapping;

/// <summary>Which clusters of faces may be joined, and which first.</summary>
internal sealed record ClusteringLimits
{
    /// <summary>Joining ends at this number of clusters.</summary>
    public int LeastClusters { get; init; } = 1;

    /// <summary>The largest cluster as a part of the whole surface.</summary>
    public double MaxArea { get; init; } = 0.35;

    /// <summary>A cluster under this part of the whole surface joins whatever its normals are.</summary>
    public double TinyArea { get; init; } = 5e-5;

    /// <summary>Least length of a cluster's mean normal: 1 is flat, 2/pi half a cylinder, 1/2 a hemisphere.</summary>
    public double MinFlatness { get; init; } = 0.72;

    /// <summary>Least cosine between the mean normals of two clusters.</summary>
    public double MinAlignment { get; init; } = 0.2;

    /// <summary>Greatest perimeter^2 / (4 pi area): 1 is a disc.</summary>
    public double MaxRaggedness { get; init; } = 8;

    /// <summary>Cost of joining by the size of the smaller cluster, so that flat regions grow evenly.</summary>
    public double SizeWeight { get; init; } = 0.02;

    /// <summary>Cost factor of a ragged outline.</summary>
    public double ShapeWeight { get; init; } = 0.3;

    /// <summary>Joins whatever hangs together until two clusters are left: how a chart is cut that turned out not to lie flat.</summary>
    public static ClusteringLimits InTwo { get; } = new()
    {
        LeastClusters = 2,
        MaxArea = 1,
        MinFlatness = 0,
        MinAlignment = -1,
        MaxRaggedness = double.MaxValue,
    };
}
