using System.Numerics;

namespace Hunyuan3D.Inference.Export;

/// <summary>
/// Where a picture lies in an orthographic view. Pixel coordinates are continuous: (0, 0) is the upper left corner of the upper left pixel.
/// </summary>
/// <param name="Center">The pixel coordinates of the mesh's origin.</param>
/// <param name="UnitsPerPixel">The size of a pixel in the mesh's units.</param>
internal readonly record struct OrthographicFrame(int Width, int Height, Vector2 Center, float UnitsPerPixel)
{
    /// <summary>A square picture of the cube [-halfExtent, halfExtent]^3.</summary>
    public static OrthographicFrame Square(int size, float halfExtent) => new(size, size, new Vector2(size / 2f), 2 * halfExtent / size);

    /// <summary>The same view with each pixel cut into <paramref name="samples"/>^2.</summary>
    public OrthographicFrame Supersample(int samples) => new(Width * samples, Height * samples, Center * samples, UnitsPerPixel / samples);
}
