using System.Numerics;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.Imaging;

namespace Hunyuan3D.Inference.ShapeGen.Relief;

/// <summary>
/// Puts the pictures of one thing around one origin. As in upstream's preprocessing the subject's bounding box is centred and scaled by its longest side; ours keeps
/// sub-pixel positions instead of resampling, so that the texture stage can find every surface point in the picture again. Pictures of other sides are
/// scaled so that the subject is as tall in them as in the front picture, whatever their own scale.
/// </summary>
internal sealed class SubjectFraming
{
    /// <summary>Half the longest side of the framed subject, in units: leaves room for the surface inside the decoded cube of 1.01.</summary>
    public const float HalfExtent = 0.95f;

    /// <summary>From this alpha on a pixel is subject.</summary>
    public const byte AlphaThreshold = 128;

    private readonly Dictionary<ViewSide, SubjectFrame> _frames = [];
    private readonly Dictionary<ViewSide, SubjectBox> _boxes = [];

    private SubjectFraming()
    {
    }

    /// <summary>The request's field that holds a side's picture, for messages.</summary>
    public static string FieldOf(ViewSide side) => side == ViewSide.Front ? "image" : side.ToString().ToLowerInvariant();

    public SubjectFrame this[ViewSide side] => _frames[side];

    /// <param name="cutouts">Pictures whose alpha is the subject.</param>
    /// <exception cref="StageInputException">A picture shows no subject, or next to nothing of one.</exception>
    public static SubjectFraming Of(ViewPictures cutouts)
    {
        var boxes = cutouts.Present().Select(view => (view.Side, Box: SubjectBox.Of(view.Picture, view.Side))).ToArray();
        float height = boxes[0].Box.Height;
        var longest = boxes.Max(view => Math.Max(view.Box.Width * (height / view.Box.Height), height));
        var framing = new SubjectFraming();
        foreach (var (side, box) in boxes)
        {
            framing._boxes[side] = box;
            framing._frames[side] = new SubjectFrame(side, box.Center, 2 * HalfExtent / longest * (height / box.Height));
        }

        return framing;
    }

    /// <summary>
    /// These frames for a mesh that was made in them; for any other mesh frames in which each picture's subject covers the mesh's bounding box as that side sees it.
    /// </summary>
    /// <param name="tolerance">How far, in units, a mesh that was made in these frames may end from where the front picture's subject ends.</param>
    public SubjectFraming FitTo(TriangleMesh mesh, float tolerance)
    {
        Vector3 low = new(float.PositiveInfinity), high = new(float.NegativeInfinity);
        foreach (var position in mesh.Positions) (low, high) = (Vector3.Min(low, position), Vector3.Max(high, position));
        var front = _boxes[ViewSide.Front];
        var half = new Vector2(front.Width, front.Height) / 2 * _frames[ViewSide.Front].UnitsPerPixel;
        var misfit = Vector2.Max(Vector2.Abs(new Vector2(low.X, low.Y) + half), Vector2.Abs(new Vector2(high.X, high.Y) - half));
        if (Math.Max(misfit.X, misfit.Y) <= tolerance) return this;

        var center = (low + high) / 2;
        var extent = high - low;
        var fitted = new SubjectFraming();
        foreach (var (side, frame) in _frames)
        {
            var box = fitted._boxes[side] = _boxes[side];
            var across = Math.Abs(Vector3.Dot(extent, frame.Right));
            var unitsPerPixel = Math.Max(extent.Y / box.Height, across / box.Width);
            var origin = box.Center - new Vector2(Vector3.Dot(center, frame.Right), -center.Y) / unitsPerPixel;
            fitted._frames[side] = new SubjectFrame(side, origin, unitsPerPixel);
        }

        return fitted;
    }
}
