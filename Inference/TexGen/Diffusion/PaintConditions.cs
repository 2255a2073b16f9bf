using Hunyuan3D.Inference.Tensors;

namespace Hunyuan3D.Inference.TexGen.Diffusion;

/// <summary>What the multiview network paints by; all latents are scaled.</summary>
/// <param name="References">Of the reference pictures, [references, 4, height, width] f32.</param>
/// <param name="Normals">Of the views' normal maps, [views, 4, height, width] f32.</param>
/// <param name="Positions">Of the views' position maps, [views, 4, height, width] f32.</param>
/// <param name="Cameras">[views]: <see cref="SixView.CameraIndex"/>.</param>
internal sealed record PaintConditions(TensorData References, TensorData Normals, TensorData Positions, IReadOnlyList<int> Cameras)
{
    public int ViewCount => Cameras.Count;
}
