namespace Hunyuan3D.Inference.Imaging;

/// <summary>
/// Puts the subject into the middle of a transparent square, at its own size, as the texture pipeline does with its reference pictures
/// (Tencent/Hunyuan3D-2 <c>hy3dgen/texgen/pipelines.py</c>, <c>recenter_image</c>). Not the shape models' way: see <see
/// cref="SubjectCenterer"/>.
/// </summary>
internal static class ReferenceCenterer
{
    public const double DefaultBorderRatio = 0.2;

    /// <param name="borderRatio">Border on each side as a part of the subject's own width and height.</param>
    /// <returns>A square whose border is white and transparent.</returns>
    /// <exception cref="StageInputException">The picture is fully transparent.</exception>
    public static Picture Center(Picture picture, double borderRatio = DefaultBorderRatio, string field = "image")
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentOutOfRangeException.ThrowIfNegative(borderRatio);
        var (left, top, right, bottom) = SubjectCenterer.Bounds(picture);
        if (right < 0)
            throw new StageInputException(field,
                "The picture is fully transparent, so there is no subject. Send a picture with visible pixels.");
        var (width, height) = (right - left + 1, bottom - top + 1);
        var (borderX, borderY) = ((int)(width * borderRatio), (int)(height * borderRatio));
        var side = Math.Max(width + 2 * borderX, height + 2 * borderY);
        var square = new Picture(side, side);
        for (var i = 0; i < square.Pixels.Length; i += 4)
            square.Pixels.AsSpan(i, 3).Fill(255);
        var x = (side - width - 2 * borderX) / 2 + borderX;
        var y = (side - height - 2 * borderY) / 2 + borderY;
        for (var row = 0; row < height; row++)
        {
            var from = picture.Pixels.AsSpan(((top + row) * picture.Width + left) * 4, width * 4);
            from.CopyTo(square.Pixels.AsSpan(((y + row) * side + x) * 4));
        }

        return square;
    }
}
