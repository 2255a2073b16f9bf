namespace Hunyuan3D.Inference.Imaging;

/// <summary>What callers call a picture of a side; errors carry it.</summary>
internal static class ViewSideField
{
    /// <returns><c>image</c> for the front, else the side's name in lower case.</returns>
    public static string Field(this ViewSide side) => side == ViewSide.Front ? "image" : side.ToString().ToLowerInvariant();
}
