namespace Hunyuan3D.Inference.Geometry.Reduction;

/// <summary>How the work is divided. The number of threads never changes the result, the size of the cells does a little.</summary>
internal sealed record ReductionSettings
{
    /// <summary>The most threads at work.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Faces of a cell: with 8 000 vertices, their rings and the queue about 1.5 MB, near a core's own cache.</summary>
    public int FacesPerCell { get; init; } = 16_000;
}
