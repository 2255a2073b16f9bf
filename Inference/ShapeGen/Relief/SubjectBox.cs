using System.Numerics;
using Hunyuan3D.Inference.Imaging;

namespace Hunyuan3D.Inference.ShapeGen.Relief;

/// <summary>The bounding box of a picture's subject, in pixels; right and bottom are exclusive.</summary>
internal readonly record struct SubjectBox(int Left, int Top, int RightEnd, int BottomEnd)
{
    private const int LeastSide = 2;

    public int Width => RightEnd - Left;

    public int Height => BottomEnd - Top;

    public Vector2 Center => new((Left + RightEnd) / 2f, (Top + BottomEnd) / 2f);

    /// <exception cref="StageInputException">No subject.</exception>
    public static SubjectBox Of(Picture cutout, ViewSide side)
    {
        int left = int.MaxValue, top = int.MaxValue, right = -1, bottom = -1;
        for (var y = 0; y < cutout.Height; y++)
        {
            var row = cutout.Pixels.AsSpan(y * cutout.Width * 4, cutout.Width * 4);
            var first = 3;
            while (first < row.Length && row[first] < SubjectFraming.AlphaThreshold) first += 4;
            if (first >= row.Length) continue;
            var last = row.Length - 1;
            while (row[last] < SubjectFraming.AlphaThreshold) last -= 4;
            top = Math.Min(top, y);
            bottom = y;
            left = Math.Min(left, first / 4);
            right = Math.Max(right, last / 4);
        }

        var box = new SubjectBox(left, top, right + 1, bottom + 1);
        var field = SubjectFraming.FieldOf(side);
        if (right < 0)
            throw new StageInputException(field, $"The {cutout.Width}x{cutout.Height} picture shows no subject: no pixel is more than half opaque. Send a picture with a subject.");
        if (box.Width < LeastSide || box.Height < LeastSide)
            throw new StageInputException(field, $"The subject of the picture is only {box.Width}x{box.Height} pixels; at least {LeastSide}x{LeastSide} are needed.");
        return box;
    }
}
