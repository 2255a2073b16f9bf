using System.Numerics;

namespace Hunyuan3D.Inference.TexGen;

/// <summary>What <see cref="Rasterizer"/> writes: for every pixel, the face seen there and the place on it. Reusable for another image of the same size.</summary>
internal sealed class RasterImage
{
    public RasterImage(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        (Width, Height) = (width, height);
        FaceIds = new int[checked(width * height)];
        Barycentrics = new Vector3[width * height];
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>[height * width]: 0 where no face is seen, otherwise the face's index + 1.</summary>
    public int[] FaceIds { get; }

    /// <summary>[height * width]: weights of the face's three vertices, adding up to 1; zero where no face is seen.</summary>
    public Vector3[] Barycentrics { get; }
}
