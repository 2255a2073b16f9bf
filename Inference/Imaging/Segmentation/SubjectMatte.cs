using System.Numerics;

namespace Hunyuan3D.Inference.Imaging.Segmentation;

/// <summary>
/// Turns the working-resolution mask into the picture's alpha. Near the mask's edge every pixel is taken for a blend of the background's
/// colour, known from its field, and of a subject's colour found in the sure subject nearby; of a few such colours the one whose blend
/// comes closest is believed, as in sampling-based matting (J. Wang, M. F. Cohen, "Optimized color sampling for robust matting", CVPR
/// 2007).
/// The blend is then undone, so that no background colour stays in the subject's edge, and the subject's colours are
/// carried outwards a little, since later resampling mixes neighbours whatever their alpha. Cost: linear in the picture, plus the edge.
/// </summary>
internal sealed class SubjectMatte
{
    /// <summary>
    /// Pixels of the working image by which the mask's edge can be wrong, and pixels of the picture that a camera or a codec blurs.
    /// </summary>
    private const int MaskError = 1, Blur = 2;

    /// <summary>Levels (of 255) between subject and background at which blend and mask are believed alike.</summary>
    private const float FaintContrast = 12;

    /// <summary>Alpha nearer than this to 0 or 1 is noise.</summary>
    private const float AlphaNoise = 0.05f;

    private readonly Picture _picture;
    private readonly WorkImage _image;
    private readonly Vector3[] _background;
    private readonly bool[] _inside;
    private readonly int _reach;
    private readonly NearestSeeds _toOutside;
    private readonly NearestSeeds _toInside;
    private readonly NearestSeeds _toSubject;

    private SubjectMatte(Picture picture, WorkImage image, SubjectMask mask)
    {
        (_picture, _image) = (picture, image);
        _reach = MaskError * image.Factor + Blur;
        _background = new Vector3[image.Colours.Length];
        Parallel.For(0, image.Height, y =>
        {
            for (var i = y * image.Width; i < (y + 1) * image.Width; i++)
                _background[i] = Oklab.ToLevels(mask.Background.Colours[i]);
        });
        _inside = Enlarge(mask.Subject);
        _toOutside = NearestSeeds.Of(picture.Width, picture.Height, Rim(inside: false), _reach + 2);
        _toInside = NearestSeeds.Of(picture.Width, picture.Height, Rim(inside: true), _reach + 2);
        _toSubject = NearestSeeds.Of(picture.Width, picture.Height, SureSubject(), 3 * _reach + 4);
    }

    /// <returns>The picture with the subject's alpha, and with clean colours where that is not 1.</returns>
    public static Picture Apply(Picture picture, WorkImage image, SubjectMask mask) => new SubjectMatte(picture, image, mask).Apply();

    private Picture Apply()
    {
        var result = new Picture(_picture.Width, _picture.Height, GC.AllocateUninitializedArray<byte>(_picture.Pixels.Length));
        Parallel.For(0, _picture.Height, y =>
        {
            for (var x = 0; x < _picture.Width; x++)
            {
                var pixel = y * _picture.Width + x;
                var depth = Depth(pixel);
                var (alpha, colour) = depth > _reach ? (1f, Level(pixel))
                    : depth < -_reach ? (0f, Outside(pixel))
                    : Unmix(x, y, depth);
                for (var c = 0; c < 3; c++)
                    result.Pixels[pixel * 4 + c] = (byte)Math.Clamp(colour[c] + 0.5f, 0, 255);
                result.Pixels[pixel * 4 + 3] = (byte)(alpha * 255 + 0.5f);
            }
        });
        return result;
    }

    /// <summary>The mask at the picture's resolution, its corners rounded by interpolation.</summary>
    private bool[] Enlarge(bool[] subject)
    {
        var (width, height, factor) = (_picture.Width, _picture.Height, _image.Factor);
        if (factor == 1)
            return subject;
        var inside = new bool[width * height];
        Parallel.For(0, height, y =>
        {
            for (var x = 0; x < width; x++)
            {
                var (left, top, u, v) = WorkPosition(x, y);
                var (right, bottom) = (Math.Min(left + 1, _image.Width - 1), Math.Min(top + 1, _image.Height - 1));
                float At(int column, int row) => subject[row * _image.Width + column] ? 1 : 0;
                var upper = At(left, top) * (1 - u) + At(right, top) * u;
                var lower = At(left, bottom) * (1 - u) + At(right, bottom) * u;
                inside[y * width + x] = upper * (1 - v) + lower * v > 0.5f;
            }
        });
        return inside;
    }

    private (int Left, int Top, float U, float V) WorkPosition(int x, int y)
    {
        var u = Math.Clamp((x + 0.5f) / _image.Factor - 0.5f, 0, _image.Width - 1);
        var v = Math.Clamp((y + 0.5f) / _image.Factor - 0.5f, 0, _image.Height - 1);
        return ((int)u, (int)v, u - (int)u, v - (int)v);
    }

    /// <summary>The pixels on one side of the mask's edge that touch the other side.</summary>
    private List<int> Rim(bool inside)
    {
        var rim = new List<int>();
        var (width, height) = (_picture.Width, _picture.Height);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var pixel = y * width + x;
                if (_inside[pixel] == inside
                    && ((x > 0 && _inside[pixel - 1] != inside) || (x < width - 1 && _inside[pixel + 1] != inside)
                        || (y > 0 && _inside[pixel - width] != inside) || (y < height - 1 && _inside[pixel + width] != inside)))
                    rim.Add(pixel);
            }
        }

        return rim;
    }

    /// <summary>Pixels from the mask's edge, positive inside.</summary>
    private float Depth(int pixel) => _inside[pixel] ? _toOutside.Distance(pixel) - 0.5f : 0.5f - _toInside.Distance(pixel);

    /// <summary>The rim of what is surely subject, and the middle lines of the parts too thin to have such a rim.</summary>
    private List<int> SureSubject()
    {
        var sure = new List<int>();
        var (width, height) = (_picture.Width, _picture.Height);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var pixel = y * width + x;
                if (!_inside[pixel])
                    continue;
                var depth = Depth(pixel);
                if (depth <= _reach + 1.5f && (depth > _reach || IsRidge(x, y, depth)))
                    sure.Add(pixel);
            }
        }

        return sure;
    }

    private bool IsRidge(int x, int y, float depth)
    {
        for (var v = Math.Max(y - 1, 0); v <= Math.Min(y + 1, _picture.Height - 1); v++)
        {
            for (var u = Math.Max(x - 1, 0); u <= Math.Min(x + 1, _picture.Width - 1); u++)
            {
                if (Depth(v * _picture.Width + u) > depth + 0.01f)
                    return false;
            }
        }

        return true;
    }

    /// <summary>The mean of a sure pixel and of its neighbours that lie no nearer to the edge.</summary>
    private Vector3 SubjectColour(int seed)
    {
        var (x, y, least) = (seed % _picture.Width, seed / _picture.Width, Depth(seed) - 0.1f);
        var (sum, count) = (Vector3.Zero, 0);
        for (var v = Math.Max(y - 1, 0); v <= Math.Min(y + 1, _picture.Height - 1); v++)
        {
            for (var u = Math.Max(x - 1, 0); u <= Math.Min(x + 1, _picture.Width - 1); u++)
            {
                var pixel = v * _picture.Width + u;
                if (Depth(pixel) < least)
                    continue;
                sum += Level(pixel);
                count++;
            }
        }

        return sum / count;
    }

    /// <summary>The colour carried outwards, white where none is near.</summary>
    private Vector3 Outside(int pixel) => _toSubject[pixel] >= 0 ? SubjectColour(_toSubject[pixel]) : new Vector3(255);

    private (float Alpha, Vector3 Colour) Unmix(int x, int y, float depth)
    {
        var (colour, background) = (Level(y * _picture.Width + x), BackgroundAt(x, y));
        var byMask = Math.Clamp(depth + 0.5f, 0, 1);
        var (best, alpha, subject) = (float.PositiveInfinity, byMask, colour);
        ReadOnlySpan<(int X, int Y)> offsets = [(0, 0), (_reach, 0), (-_reach, 0), (0, _reach), (0, -_reach)];
        foreach (var (dx, dy) in offsets)
        {
            var (u, v) = (x + dx, y + dy);
            if (u < 0 || v < 0 || u >= _picture.Width || v >= _picture.Height || _toSubject[v * _picture.Width + u] is var seed && seed < 0)
                continue;
            var candidate = SubjectColour(seed);
            var span = candidate - background;
            var contrast = span.LengthSquared();
            var share = Math.Clamp(Vector3.Dot(colour - background, span) / Math.Max(contrast, 1), 0, 1);
            var away = new Vector2(seed % _picture.Width - x, seed / _picture.Width - y).LengthSquared();
            var error = (background + share * span - colour).LengthSquared() + 0.5f * away;
            if (error >= best)
                continue;
            var belief = contrast / (contrast + FaintContrast * FaintContrast);
            (best, alpha, subject) = (error, byMask + belief * (share - byMask), candidate);
        }

        // The further from the mask's edge, the less may alpha stray from the mask.
        alpha = Math.Clamp(alpha, Math.Clamp((depth - 1) / (_reach - 1), 0, 1), Math.Clamp(1 - (-depth - 1) / (_reach - 1), 0, 1));
        alpha = alpha < AlphaNoise ? 0 : alpha > 1 - AlphaNoise ? 1 : alpha;
        if (alpha == 1)
            return (1, colour);
        var unmixed = alpha == 0 ? subject : Vector3.Clamp((colour - (1 - alpha) * background) / alpha, Vector3.Zero, new Vector3(255));
        return (alpha, Vector3.Lerp(subject, unmixed, alpha));
    }

    private Vector3 Level(int pixel) => new(_picture.Pixels[pixel * 4], _picture.Pixels[pixel * 4 + 1], _picture.Pixels[pixel * 4 + 2]);

    private Vector3 BackgroundAt(int x, int y)
    {
        var (left, top, u, v) = WorkPosition(x, y);
        var (right, bottom) = (Math.Min(left + 1, _image.Width - 1), Math.Min(top + 1, _image.Height - 1));
        return Vector3.Lerp(
            Vector3.Lerp(_background[top * _image.Width + left], _background[top * _image.Width + right], u),
            Vector3.Lerp(_background[bottom * _image.Width + left], _background[bottom * _image.Width + right], u),
            v);
    }
}
