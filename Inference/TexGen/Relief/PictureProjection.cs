using System.Numerics;
using Hunyuan3D.Inference.ShapeGen.Relief;

namespace Hunyuan3D.Inference.TexGen.Relief;

/// <summary>A picture thrown onto the mesh by a viewer along an axis.</summary>
/// <param name="Frame">Where the picture lies. A picture thrown from the opposite side of the one it shows arrives there mirrored.</param>
/// <param name="Toward">Points at the viewer.</param>
/// <param name="Priority">How strongly this picture wins over others on surfaces that both see.</param>
internal sealed record PictureProjection(SubjectColors Colors, SubjectFrame Frame, Vector3 Toward, DepthView Depth, float Priority)
{
    // Surfaces may turn this far away from the viewer (as a cosine) before the picture stops counting: at the silhouette smooth normals pass zero on
    // faces that are still seen.
    private const float Overlap = 0.05f;

    /// <summary>0: this picture says nothing about the point.</summary>
    public float Weight(Vector3 point, Vector3 normal, Vector2 pixel)
    {
        var facing = Vector3.Dot(normal, Toward) + Overlap;
        if (facing <= 0 || !Colors.IsNear(pixel) || !Depth.Sees(point)) return 0;
        var cubed = facing * facing * facing;
        return Priority * cubed * cubed;
    }

    public Vector2 ToPixel(Vector3 point) => Frame.ToPixel(point);
}
