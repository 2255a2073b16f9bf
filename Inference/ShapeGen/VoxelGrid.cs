namespace Hunyuan3D.Inference.ShapeGen;

/// <summary>
/// Logits on a cubic grid of points; index (i, j, k) stands for (x, y, z), z fastest. NaN: not evaluated.
/// </summary>
/// <param name="PointsPerAxis">Grid points along an axis.</param>
/// <param name="OctreeResolution">The resolution that was asked for. Vertices are scaled by this plus one, as upstream does.</param>
/// <param name="Values">[points, points, points] f32.</param>
public sealed record VoxelGrid(int PointsPerAxis, int OctreeResolution, float[] Values);
