namespace Hunyuan3D.Inference.Geometry;

/// <summary>Distances between two surfaces, in units.</summary>
/// <param name="Mean">The Chamfer distance.</param>
/// <param name="Rms">Root of the mean square.</param>
/// <param name="Max">Of the sampled points; a lower bound of the Hausdorff distance.</param>
public sealed record SurfaceDistance(double Mean, double Rms, double Max);
