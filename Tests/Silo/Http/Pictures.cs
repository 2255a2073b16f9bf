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

    private static byte[] Fill(int side, SKColor colour)
    {
        using var bitmap = new SKBitmap(side, side, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        bitmap.Erase(colour);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }
}
