using Hunyuan3D.Tests.Inference.Imaging.Files;
using SkiaSharp;

namespace Hunyuan3D.Tests.Silo.Http;

/// <summary>Small pictures to submit.</summary>
internal static class Pictures
{
    /// <summary>A 16x16 PNG with a disc of one colour on a clear background; the same bytes for the same colour.</summary>
    public static byte[] Png(byte colour)
    {
        using var bitmap = new SKBitmap(16, 16, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        bitmap.Erase(SKColors.Transparent);
        using (var canvas = new SKCanvas(bitmap))
        using (var paint = new SKPaint { Color = new SKColor(colour, 128, 255), IsAntialias = false })
            canvas.DrawCircle(8, 8, 6, paint);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    /// <summary>A PNG in which nothing can be seen.</summary>
    public static byte[] Clear() => Fill(16, SKColors.Transparent);

    /// <summary>A PNG of one pixel.</summary>
    public static byte[] Dot() => Fill(1, SKColors.Red);

    /// <summary>A small file that says it has 30000x30000 pixels.</summary>
    public static byte[] Bomb() => PngFile.Assemble(
        ("IHDR", [.. PngFile.BigU32(30000), .. PngFile.BigU32(30000), 8, 6, 0, 0, 0]), ("IDAT", [1, 2, 3]), ("IEND", []));

    /// <summary>A JPEG of 64x64 pixels.</summary>
    public static byte[] Jpeg()
    {
        using var bitmap = new SKBitmap(64, 64);
        bitmap.Erase(SKColors.Green);
        using (var canvas = new SKCanvas(bitmap))
        using (var paint = new SKPaint { Color = SKColors.White })
            canvas.DrawCircle(32, 32, 20, paint);
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 90);
        return data.ToArray();
    }

    private static byte[] Fill(int side, SKColor colour)
    {
        using var bitmap = new SKBitmap(side, side, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        bitmap.Erase(colour);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }
}
