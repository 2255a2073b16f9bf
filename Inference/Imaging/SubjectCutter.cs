using Hunyuan3D.Inference.Imaging.Segmentation;

namespace Hunyuan3D.Inference.Imaging;

/// <summary>
/// Frees the subject of a picture from its background: a picture that has alpha already keeps it, any other is cut out by its colours,
/// which works before plain and softly graded backgrounds. About 0.3 s for 1024x1024 pixels on two cores.
/// </summary>
public static class SubjectCutter
{
    /// <summary>The mask is found at this many pixels a side; the edge is then refined at the picture's own resolution.</summary>
    private const int WorkingSide = 512;

    /// <summary>Alpha below this is invisible, and a picture whose alpha is nowhere below it is taken for opaque.</summary>
    private const byte Invisible = 8;

    /// <summary>The share of invisible pixels that makes alpha a mask rather than an accident of saving.</summary>
    private const double LeastInvisible = 0.001;

    /// <param name="field">The request's field that the picture came in; errors carry it.</param>
    /// <exception cref="StageInputException">The picture is fully transparent, shows no subject, or has no background that can be told from one.</exception>
    public static SubjectCutout Cut(Picture picture, string field = "image")
    {
        ArgumentNullException.ThrowIfNull(picture);
        var (invisible, pixels) = (0, picture.Width * picture.Height);
        for (var i = 3; i < picture.Pixels.Length; i += 4)
            invisible += picture.Pixels[i] < Invisible ? 1 : 0;
        if (invisible == pixels)
            throw new StageInputException(field, $"The picture is fully transparent: all of its {picture.Width}x{picture.Height} pixels are invisible, so there is no subject. Send a picture with visible pixels.");
        if (invisible >= LeastInvisible * pixels)
            return new SubjectCutout(picture, MaskSource.Alpha);

        var image = WorkImage.Of(picture, WorkingSide);
        var mask = SubjectMask.Find(image, field);
        return new SubjectCutout(SubjectMatte.Apply(picture, image, mask), MaskSource.GraphCut);
    }
}
