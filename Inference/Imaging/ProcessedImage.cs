namespace Hunyuan3D.Inference.Imaging;

/// <summary>One picture, or several views of one thing, as the shape models' image encoder takes them.</summary>
/// <param name="Image">[1, 3, size, size] f32, of several views [1, views, 3, size, size]; -1 to 1, over white.</param>
/// <param name="Mask">[1, 1, size, size] f32, of several views [1, views, 1, size, size]; -1 to 1.</param>
/// <param name="Size">Pixels a side.</param>
/// <param name="ViewIndices">Upstream's index of each view, rising; a single picture is view 0.</param>
internal sealed record ProcessedImage(float[] Image, float[] Mask, int Size, IReadOnlyList<int> ViewIndices);
