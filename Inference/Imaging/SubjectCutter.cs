using Hunyuan3D.Inference.Imaging.Resampling;
using Hunyuan3D.Inference.Imaging.Segmentation;

namespace Hunyuan3D.Inference.Imaging;

/// <summary>
/// Frees the subject of a picture from its background: a picture that has alpha already keeps it, any other is cut out by its colours,
/// which works before plain and softly graded backgrounds, soft shadows included. A picture of more than 2048 pixels a side is reduced
/// by a whole factor when it is cut out. Cost: about 0.2 s of processor time and 90 MB of allocations for 1024x1024 pixels.
/// </summary>
public static class SubjectCutter
{
    /// <summary>Pixels a side beyond which a picture is reduced before it is cut out: as much as a texture of 2048 can show.</summary>
    private const int LargestSide = 2048;

    /// <summary>The mask is found at this many pixels a side; the edge is then refined at the picture's own resolution.</summary>
    private const int WorkingSide = 512;

    /// <summary>Alpha below this is invisible, and a picture whose alpha is nowhere below it is taken for opaque.</summary>
    private const byte Invisible = 8;

    /// <summary>The share of invisible pixels that makes alpha a mask rather than an accident of saving.</summary>
    private const double LeastInvisible = 0.001;

    /// <param name="field">The request's field that the picture came in; errors carry it.</param>
    /// <exception cref="StageInputException">The picture is fully transparent, shows no subject, or has no background that can be told from
    /// one.</exception>
    public static SubjectCutout Cut(Picture picture, string field = "image")
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (HasMask(picture, field))
            return new SubjectCutout(picture, MaskSource.Alpha);

        var factor = (Math.Max(picture.Width, picture.Height) + LargestSide - 1) / LargestSide;
        var reduced = factor == 1
            ? picture
            : OpenCvResize.Area(picture, Math.Max(picture.Width / factor, 1), Math.Max(picture.Height / factor, 1));
        var image = WorkImage.Of(reduced, WorkingSide);
        var mask = SubjectMask.Find(image, field);
        return new SubjectCutout(SubjectMatte.Apply(reduced, image, mask), MaskSource.GraphCut);
    }

    /// <summary>Whether the picture's own alpha tells its subject.</summary>
    /// <exception cref="StageInputException">The picture is fully transparent.</exception>
    internal static bool HasMask(Picture picture, string field)
    {
        var (invisible, pixels) = (0, picture.Width * picture.Height);
        for (var i = 3; i < picture.Pixels.Length; i += 4)
            invisible += picture.Pixels[i] < Invisible ? 1 : 0;
        return invisible < pixels
            ? invisible >= LeastInvisible * pixels
            : throw new StageInputException(field,
                $"The picture is fully transparent: all of its {picture.Width}x{picture.Height} pixels are invisible, "
                + "so there is no subject. Send a picture with visible pixels.");
    }
}
