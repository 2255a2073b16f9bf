using System.Globalization;
using Hunyuan3D.Inference;
using Hunyuan3D.Inference.Imaging;

namespace Hunyuan3D.Hosting.Requests;

/// <summary>
/// Refuses files that are no usable picture before anything is stored or queued. It decodes the whole file, since only that finds a file that
/// was cut off; as many at a time as there are processors, since a picture of the largest size decodes to 200 MB.
/// </summary>
internal static class PictureDoor
{
    private static readonly ImageLimits Limits = ImageLimits.Default with { MaxFileBytes = RequestLimits.MaxBodyBytes };
    private static readonly SemaphoreSlim Decoding = new(Environment.ProcessorCount);

    private static readonly string Expected = string.Create(
        CultureInfo.InvariantCulture,
        $"a PNG, JPEG, WebP, BMP or GIF of {Limits.MinSide}x{Limits.MinSide} to {Limits.MaxSide}x{Limits.MaxSide} pixels, at most {Limits.MaxPixels / 1e6:F0} megapixels");

    /// <exception cref="InputProblemException">The file cannot be used.</exception>
    public static async Task CheckAsync(string field, ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        await Decoding.WaitAsync(cancellationToken);
        try
        {
            await Task.Run(() => Check(field, file), cancellationToken);
        }
        finally
        {
            Decoding.Release();
        }
    }

    private static void Check(string field, ReadOnlyMemory<byte> file)
    {
        try
        {
            var picture = ImageCodec.Decode(file, Limits, field);
            if (IsClear(picture.Pixels))
                throw Problem(field, "The picture is fully transparent: there is nothing to see.", "a picture with a subject", "no visible pixel");
        }
        catch (StageInputException e)
        {
            throw Problem(field, e.Message, Expected, Describe(file));
        }
    }

    private static InputProblemException Problem(string field, string message, string expected, string actual) =>
        new(new InputProblem(field, $"{field}: {message}", expected, actual));

    /// <summary>What the file is, as far as its header can be read.</summary>
    private static string Describe(ReadOnlyMemory<byte> file)
    {
        var bytes = string.Create(CultureInfo.InvariantCulture, $"{file.Length} bytes");
        try
        {
            var header = ImageCodec.Identify(file, ImageLimits.Default with { MinSide = 1, MaxSide = int.MaxValue, MaxPixels = long.MaxValue });
            return string.Create(CultureInfo.InvariantCulture, $"a {header.Format} of {header.Width}x{header.Height} pixels in {bytes}");
        }
        catch (StageInputException)
        {
            return bytes;
        }
    }

    private static bool IsClear(byte[] pixels)
    {
        for (var alpha = 3; alpha < pixels.Length; alpha += 4)
        {
            if (pixels[alpha] != 0)
                return false;
        }

        return true;
    }
}
