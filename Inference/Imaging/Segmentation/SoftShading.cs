using System.Numerics;

namespace Hunyuan3D.Inference.Imaging.Segmentation;

/// <summary>
/// Finds the soft shadows that a subject casts on its background. Shading scales light, and Oklab's cube roots turn a scaled light into a
/// scaled colour, so a shaded background lies on the ray from black through the background's colour. Pixels on that ray are reached from
/// the background as long as colours change slowly: a shadow's rim is soft where a subject's outline is sharp.
/// </summary>
internal static class SoftShading
{
    /// <summary>Scale of the Oklab colour between the deepest shadow followed (an eighth of the light) and none.</summary>
    private const float Deepest = 0.5f, Brightest = 1.01f;

    /// <summary>Oklab distance from the ray.</summary>
    private const float OffRay = 0.025f;

    /// <summary>
    /// Oklab change per working pixel that is still soft in an image of 512 pixels a side; in smaller ones shadows are steeper.
    /// </summary>
    private const float Soft = 0.016f, SteepestSoft = 0.032f;

    /// <summary>Working pixels that a sharp edge takes after blurring.</summary>
    private const int EdgeWidth = 5;

    /// <summary>The share of a shadow's outer rim that must fade into the background.</summary>
    private const float FadingShare = 0.75f;

    /// <param name="background">[height, width]: the background known so far.</param>
    /// <returns>[height, width]: true where shading of the background is reached from it.</returns>
    public static bool[] Reach(WorkImage image, BackgroundField colours, bool[] background)
    {
        var (width, height) = (image.Width, image.Height);
        var smooth = Blur(image);
        var soft = Math.Clamp(Soft * 512 / Math.Max(width, height), Soft, SteepestSoft);
        var passable = new bool[background.Length];
        Parallel.For(0, height, y =>
        {
            for (var x = 0; x < width; x++)
            {
                var pixel = y * width + x;
                passable[pixel] = background[pixel]
                    || (IsShaded(smooth[pixel], colours.Colours[pixel]) && Slope(smooth, x, y, width, height) < soft);
            }
        });

        // A front three pixels wide does not slip through the gaps of a faint outline.
        var wide = Erode(passable, width, height);
        var reached = new bool[background.Length];
        var stack = new Stack<int>();
        for (var pixel = 0; pixel < reached.Length; pixel++)
        {
            if (background[pixel] && wide[pixel])
                Visit(pixel);
        }

        while (stack.TryPop(out var pixel))
        {
            var (x, y) = (pixel % width, pixel / width);
            if (x > 0) Visit(pixel - 1);
            if (x < width - 1) Visit(pixel + 1);
            if (y > 0) Visit(pixel - width);
            if (y < height - 1) Visit(pixel + width);
        }

        var shaded = Dilate(reached, passable, width, height);
        RejectLeaks(shaded, background, width);
        return shaded;

        void Visit(int pixel)
        {
            if (reached[pixel] || !wide[pixel])
                return;
            reached[pixel] = true;
            stack.Push(pixel);
        }
    }

    /// <summary>
    /// A shadow fades into the background all around; a pale part of the subject that was entered through a faint stretch of its
    /// outline is kept from the background by an edge along the rest of it.
    /// </summary>
    private static void RejectLeaks(bool[] shaded, bool[] background, int width)
    {
        var height = shaded.Length / width;
        var shadow = new bool[shaded.Length];
        for (var i = 0; i < shadow.Length; i++)
            shadow[i] = shaded[i] && !background[i];
        var regions = Components.Of(shadow, width, value: true, diagonal: true);
        var (fading, edged) = (new int[regions.Regions.Count], new int[regions.Regions.Count]);
        for (var pixel = 0; pixel < shadow.Length; pixel++)
        {
            if (!shadow[pixel])
                continue;
            var (x, y) = (pixel % width, pixel / width);
            if (Around(background, x, y, width, height, value: true, 1))
                fading[regions[pixel]]++;
            else if (Around(background, x, y, width, height, value: true, EdgeWidth)
                && Around(shaded, x, y, width, height, value: false, 1))
                edged[regions[pixel]]++;
        }

        for (var pixel = 0; pixel < shadow.Length; pixel++)
        {
            if (shadow[pixel] && fading[regions[pixel]] < FadingShare * (fading[regions[pixel]] + edged[regions[pixel]]))
                shaded[pixel] = false;
        }
    }

    private static bool IsShaded(Vector3 colour, Vector3 background)
    {
        var scale = Vector3.Dot(colour, background) / Math.Max(background.LengthSquared(), 1e-6f);
        return scale is > Deepest and < Brightest && (colour - scale * background).Length() < OffRay;
    }

    private static float Slope(Vector3[] colours, int x, int y, int width, int height)
    {
        var (left, right) = (colours[y * width + Math.Max(x - 1, 0)], colours[y * width + Math.Min(x + 1, width - 1)]);
        var (up, down) = (colours[Math.Max(y - 1, 0) * width + x], colours[Math.Min(y + 1, height - 1) * width + x]);
        return MathF.Sqrt((right - left).LengthSquared() + (down - up).LengthSquared()) / 2;
    }

    private static Vector3[] Blur(WorkImage image)
    {
        var (width, height) = (image.Width, image.Height);
        var blurred = new Vector3[image.Colours.Length];
        Parallel.For(0, height, y =>
        {
            for (var x = 0; x < width; x++)
            {
                var (sum, count) = (Vector3.Zero, 0);
                for (var v = Math.Max(y - 1, 0); v <= Math.Min(y + 1, height - 1); v++)
                {
                    for (var u = Math.Max(x - 1, 0); u <= Math.Min(x + 1, width - 1); u++, count++)
                        sum += image.Colours[v * width + u];
                }

                blurred[y * width + x] = sum / count;
            }
        });
        return blurred;
    }

    private static bool[] Erode(bool[] mask, int width, int height)
    {
        var eroded = new bool[mask.Length];
        Parallel.For(0, height, y =>
        {
            for (var x = 0; x < width; x++)
                eroded[y * width + x] = !Around(mask, x, y, width, height, value: false, 1);
        });
        return eroded;
    }

    private static bool[] Dilate(bool[] mask, bool[] within, int width, int height)
    {
        var dilated = new bool[mask.Length];
        Parallel.For(0, height, y =>
        {
            for (var x = 0; x < width; x++)
                dilated[y * width + x] = within[y * width + x] && Around(mask, x, y, width, height, value: true, 1);
        });
        return dilated;
    }

    /// <summary>Whether a pixel within the radius (a square) has the value.</summary>
    private static bool Around(bool[] mask, int x, int y, int width, int height, bool value, int radius)
    {
        var (left, right) = (Math.Max(x - radius, 0), Math.Min(x + radius, width - 1));
        for (var v = Math.Max(y - radius, 0); v <= Math.Min(y + radius, height - 1); v++)
        {
            if (mask.AsSpan(v * width + left, right - left + 1).Contains(value))
                return true;
        }

        return false;
    }
}
