using System.Globalization;

namespace Hunyuan3D.Inference.Imaging;

/// <summary>
/// How large a picture may be. All of it is decided from the file's header, before anything the size of the picture is allocated.
/// </summary>
public sealed record ImageLimits
{
    public static ImageLimits Default { get; } = new();

    /// <summary>Bytes of the file; default 64 MiB, which no 50-megapixel JPEG and hardly any PNG of that size exceeds.</summary>
    public int MaxFileBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Pixels; default 8192: the long side of a 50-megapixel camera (8160x6120).</summary>
    public int MaxSide { get; init; } = 8192;

    /// <summary>Pixels; default 50 million, which decode to 200 MB.</summary>
    public long MaxPixels { get; init; } = 50_000_000;

    /// <summary>Pixels; default 2: the crop of the shape models drops the subject's last row and column, so less leaves nothing.</summary>
    public int MinSide { get; init; } = 2;

    /// <exception cref="StageInputException">The file has too many bytes, or none.</exception>
    internal void CheckFile(long bytes, string field)
    {
        if (bytes == 0)
            throw new StageInputException(field, $"The picture is empty (0 bytes); expected a {Formats} file. Send the whole file.");
        if (bytes > MaxFileBytes)
        {
            throw new StageInputException(field,
                $"The picture's file has {Mebibytes(bytes)}; at most {Mebibytes(MaxFileBytes)} are accepted. "
                + "Scale the picture down or save it as JPEG.");
        }
    }

    /// <exception cref="StageInputException">The picture is too large or too small.</exception>
    internal void CheckSize(ImageHeader header, string field)
    {
        var (width, height) = (header.Width, header.Height);
        if (Math.Min(width, height) < MinSide)
        {
            throw new StageInputException(field,
                $"The picture is {width}x{height} pixels; at least {MinSide}x{MinSide} are needed to see a subject. Send a larger picture.");
        }


        if (Math.Max(width, height) > MaxSide || (long)width * height > MaxPixels)
        {
            throw new StageInputException(field, string.Create(CultureInfo.InvariantCulture,
                $"The picture is {width}x{height} pixels ({(double)width * height / 1e6:F1} megapixels); "
                + $"at most {MaxSide} pixels a side and {MaxPixels / 1e6:F1} megapixels are accepted. Scale it down; 1024 pixels a side are plenty."));
        }
    }

    internal const string Formats = "PNG, JPEG, WebP, BMP or GIF";

    private static string Mebibytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:F1} MiB");
}
