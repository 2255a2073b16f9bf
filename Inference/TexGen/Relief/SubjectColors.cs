using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.ShapeGen.Relief;

namespace Hunyuan3D.Inference.TexGen.Relief;

/// <summary>
/// A cut-out's colours without any background in them: a rim of the subject, where picture editors and cameras mix in what is behind it, and all that lies outside
/// take the colour of the nearest pixel well inside. So a look-up that misses the silhouette by a little still finds the subject's own colour.
/// </summary>
internal sealed class SubjectColors
{
    // The rim's width in pixels for every 512 pixels of the picture's longer side.
    private const int RimPer512 = 1;
    private const int LargestRim = 3;

    // Look-ups are answered up to one or two tiles beyond the subject; this many tiles make the longer side.
    private const int Tiles = 96;

    private readonly Picture _colors;
    private readonly bool[] _near;
    private readonly int _tileSize;
    private readonly int _tilesAcross;

    public SubjectColors(Picture cutout)
    {
        var (width, height) = (cutout.Width, cutout.Height);
        var longest = Math.Max(width, height);
        var rim = Math.Clamp(longest * RimPer512 / 512, 1, LargestRim);
        _colors = new Picture(width, height, (byte[])cutout.Pixels.Clone());
        GutterFiller.Fill(_colors, WellInside(cutout, rim));
        _tileSize = (longest + Tiles - 1) / Tiles;
        _tilesAcross = (width + _tileSize - 1) / _tileSize;
        _near = NearTiles(cutout);
    }

    /// <summary>Whether a pixel coordinate lies in the subject or next to it.</summary>
    public bool IsNear(Vector2 pixel)
    {
        var x = Math.Clamp((int)pixel.X, 0, _colors.Width - 1) / _tileSize;
        var y = Math.Clamp((int)pixel.Y, 0, _colors.Height - 1) / _tileSize;
        return _near[y * _tilesAcross + x];
    }

    /// <summary>RGB 0..255 between the pixels' centres (alpha is 255); beyond the border the edge goes on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector4 At(Vector2 pixel)
    {
        var x = Math.Clamp(pixel.X - 0.5f, 0, _colors.Width - 1);
        var y = Math.Clamp(pixel.Y - 0.5f, 0, _colors.Height - 1);
        int left = (int)x, top = (int)y;
        int right = Math.Min(left + 1, _colors.Width - 1), bottom = Math.Min(top + 1, _colors.Height - 1);
        var pixels = MemoryMarshal.Cast<byte, uint>(_colors.Pixels.AsSpan());
        var upper = Vector4.Lerp(Unpack(pixels[top * _colors.Width + left]), Unpack(pixels[top * _colors.Width + right]), x - left);
        var lower = Vector4.Lerp(Unpack(pixels[bottom * _colors.Width + left]), Unpack(pixels[bottom * _colors.Width + right]), x - left);
        return Vector4.Lerp(upper, lower, y - top);
    }

    private static Vector4 Unpack(uint pixel)
    {
        var words = Vector128.WidenLower(Vector128.CreateScalarUnsafe(pixel).AsByte());
        return Vector128.ConvertToSingle(Vector128.WidenLower(words).AsInt32()).AsVector4();
    }

    // Subject pixels with no background within the rim's width; all subject pixels where that leaves none.
    private static bool[] WellInside(Picture cutout, int rim)
    {
        var (width, height) = (cutout.Width, cutout.Height);
        var subject = new bool[width * height];
        for (var i = 0; i < subject.Length; i++) subject[i] = cutout.Pixels[i * 4 + 3] >= SubjectFraming.AlphaThreshold;
        var inside = (bool[])subject.Clone();
        Parallel.For(0, height, y =>
        {
            for (var x = 0; x < width; x++)
            {
                if (!subject[y * width + x]) continue;
                for (var row = Math.Max(0, y - rim); row <= Math.Min(height - 1, y + rim) && inside[y * width + x]; row++)
                {
                    if (subject.AsSpan(row * width + Math.Max(0, x - rim), Math.Min(width - 1, x + rim) - Math.Max(0, x - rim) + 1).Contains(false))
                        inside[y * width + x] = false;
                }
            }
        });
        return inside.Contains(true) ? inside : subject;
    }

    private bool[] NearTiles(Picture cutout)
    {
        var down = (cutout.Height + _tileSize - 1) / _tileSize;
        var near = new bool[_tilesAcross * down];
        for (var y = 0; y < cutout.Height; y++)
        {
            for (var x = 0; x < cutout.Width; x++)
            {
                if (cutout.Pixels[(y * cutout.Width + x) * 4 + 3] < SubjectFraming.AlphaThreshold) continue;
                int tileX = x / _tileSize, tileY = y / _tileSize;
                for (var j = Math.Max(0, tileY - 1); j <= Math.Min(down - 1, tileY + 1); j++)
                    near.AsSpan(j * _tilesAcross + Math.Max(0, tileX - 1), Math.Min(_tilesAcross - 1, tileX + 1) - Math.Max(0, tileX - 1) + 1).Fill(true);
                x = (tileX + 1) * _tileSize - 1; // the rest of the tile's row says the same
            }
        }

        return near;
    }
}
