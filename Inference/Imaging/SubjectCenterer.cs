using Hunyuan3D.Inference.Imaging.Resampling;

namespace Hunyuan3D.Inference.Imaging;

/// <summary>
/// Puts the subject into the middle of a square with an even border, as Hunyuan3D-2's <c>ImageProcessorV2.recenter</c> does, its habits
/// included: any alpha but 0 counts as subject, the crop leaves out the subject's last row and column, and colours are laid over white in
/// f32 and then truncated, so that white may become 254.
/// </summary>
internal static class SubjectCenterer
{
    /// <summary>The border the released shape models were trained with.</summary>
    public const double DefaultBorderRatio = 0.15;

    /// <param name="borderRatio">The part of the square's side left free around the subject's longer side; 0 to below 1.</param>
    /// <returns>A square as large as the picture's longer side: colours over white, alpha the subject's mask.</returns>
    /// <exception cref="StageInputException">The picture has no visible pixels, or only one row or column of them.</exception>
    public static Picture Center(Picture picture, double borderRatio = DefaultBorderRatio, string field = "image")
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentOutOfRangeException.ThrowIfNegative(borderRatio);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(borderRatio, 1);
        var subject = Resize(picture, borderRatio, field);
        var side = Math.Max(picture.Width, picture.Height);
        var canvas = new Picture(side, side);
        var (top, left) = ((side - subject.Height) / 2, (side - subject.Width) / 2);
        for (var y = 0; y < subject.Height; y++)
            subject.Pixels.AsSpan(y * subject.Width * 4, subject.Width * 4).CopyTo(canvas.Pixels.AsSpan(((top + y) * side + left) * 4));
        LayOverWhite(canvas.Pixels);
        return canvas;
    }

    /// <summary>The cropped subject at the size it has in the square.</summary>
    internal static Picture Resize(Picture picture, double borderRatio, string field)
    {
        var (left, top, right, bottom) = Bounds(picture);
        var (width, height) = (right - left, bottom - top);
        if (width <= 0 || height <= 0)
        {
            throw new StageInputException(field, right < 0
                ? "The picture is fully transparent, so there is no subject. Send a picture with visible pixels."
                : $"The picture's subject is {width + 1}x{height + 1} pixels; at least 2x2 are needed. Send a larger picture.");
        }

        var room = (int)(Math.Max(picture.Width, picture.Height) * (1 - borderRatio));
        var scale = (double)room / Math.Max(width, height);
        var (targetWidth, targetHeight) = ((int)(width * scale), (int)(height * scale));
        if (targetWidth == 0 || targetHeight == 0)
        {
            throw new StageInputException(field,
                $"The picture's subject is {width + 1}x{height + 1} pixels, too thin to be seen at {room} pixels. "
                + "Send a picture of a thing that is less thin.");
        }

        var crop = new Picture(width, height);
        for (var y = 0; y < height; y++)
            picture.Pixels.AsSpan(((top + y) * picture.Width + left) * 4, width * 4).CopyTo(crop.Pixels.AsSpan(y * width * 4));
        return OpenCvResize.Area(crop, targetWidth, targetHeight);
    }

    /// <summary>First and last column and row with any alpha; negative ends when there is none.</summary>
    internal static (int Left, int Top, int Right, int Bottom) Bounds(Picture picture)
    {
        var (left, top, right, bottom) = (int.MaxValue, int.MaxValue, -1, -1);
        for (var y = 0; y < picture.Height; y++)
        {
            for (var x = 0; x < picture.Width; x++)
            {
                if (picture.Pixels[(y * picture.Width + x) * 4 + 3] == 0)
                    continue;
                (left, right) = (Math.Min(left, x), Math.Max(right, x));
                (top, bottom) = (Math.Min(top, y), y);
            }
        }

        return (left, top, right, bottom);
    }

    private static void LayOverWhite(Span<byte> pixels)
    {
        for (var i = 0; i < pixels.Length; i += 4)
        {
            var alpha = pixels[i + 3] / 255f;
            for (var c = 0; c < 3; c++)
                pixels[i + c] = (byte)Math.Clamp(pixels[i + c] * alpha + 255 * (1 - alpha), 0, 255);
            pixels[i + 3] = (byte)Math.Clamp(alpha * 255, 0, 255);
        }
    }
}
