using System.Numerics;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.ShapeGen.Relief;

namespace Hunyuan3D.Inference.TexGen.Relief;

/// <summary>
/// All pictures thrown onto a mesh and blended: each from its own side; the front's mirror from the back, and left and right mirrored for each other, where no picture
/// of that side is given.
/// </summary>
internal sealed class PictureProjections
{
    // What the front and back show is worth more than what the sides do: with the sixth power of the facing cosine they meet at about 63 degrees from the front.
    private const float FrontPriority = 64;
    private const float SidePriority = 1;

    // A mesh of another engine does not lie where the pictures' frame says; beyond this share of the frame it is fitted to its own bounding box.
    private const float FrameTolerance = 0.03f;

    private readonly PictureProjection[] _projections;

    private PictureProjections(PictureProjection[] projections) => _projections = projections;

    public static PictureProjections Of(ViewPictures cutouts, TriangleMesh mesh)
    {
        var frames = SubjectFraming.Of(cutouts).FitTo(mesh, FrameTolerance);
        var colors = cutouts.Present().ToDictionary(view => view.Side, view => new SubjectColors(view.Picture));
        var projections = new List<PictureProjection>();
        Add(ViewSide.Front, ViewSide.Back, FrontPriority);
        Add(ViewSide.Back, ViewSide.Front, FrontPriority);
        Add(ViewSide.Left, ViewSide.Right, SidePriority);
        Add(ViewSide.Right, ViewSide.Left, SidePriority);
        return new PictureProjections([.. projections]);

        void Add(ViewSide side, ViewSide opposite, float priority)
        {
            var source = colors.ContainsKey(side) ? side : opposite;
            if (!colors.TryGetValue(source, out var picture)) return;
            var toward = frames[source].Toward * (source == side ? 1 : -1);
            projections.Add(new PictureProjection(picture, frames[source], toward, new DepthView(mesh, toward), priority));
        }
    }

    /// <summary>The blended colour of a surface point; false where no picture sees it.</summary>
    /// <param name="normal">Unit length.</param>
    /// <param name="color">RGB 0..255.</param>
    public bool TryPaint(Vector3 point, Vector3 normal, out Vector3 color)
    {
        var sum = Vector4.Zero;
        var total = 0f;
        foreach (var projection in _projections)
        {
            var pixel = projection.ToPixel(point);
            var weight = projection.Weight(point, normal, pixel);
            if (weight <= 0) continue;
            sum += projection.Colors.At(pixel) * weight;
            total += weight;
        }

        color = total > 0 ? (sum / total).AsVector3() : default;
        return total > 0;
    }
}
