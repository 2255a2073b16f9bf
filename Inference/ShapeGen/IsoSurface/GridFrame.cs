namespace Hunyuan3D.Inference.ShapeGen.IsoSurface;

/// <summary>
/// From grid index to world coordinate: index / (octree resolution + 1) * 2.02 - 1.01. Upstream divides by the number of points, not of cells, and so do we.
/// </summary>
internal readonly struct GridFrame(int octreeResolution)
{
    private readonly double _cell = 2 * GridAxis.Bounds / (octreeResolution + 1);

    public float World(double index) => (float)(index * _cell - GridAxis.Bounds);
}
