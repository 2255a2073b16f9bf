using System.Numerics;

namespace Hunyuan3D.Inference.Imaging.Png;

/// <summary>
/// PNG filter type 4 (A. W. Paeth; W3C PNG, 9.4): the difference to whichever of left, up, upper left is nearest to left + up - upper left.
/// </summary>
internal static class PaethFilter
{
    /// <param name="row">The row's bytes after <paramref name="pixel"/> zeros.</param>
    /// <param name="above">The row above in the same layout.</param>
    /// <param name="pixel">Bytes per pixel.</param>
    /// <param name="filtered">One byte for each byte of the row.</param>
    public static void Apply(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int pixel, Span<byte> filtered)
    {
        var i = 0;
        for (; i <= filtered.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(row[i..]), out var left0, out var left1);
            Vector.Widen(new Vector<byte>(above[(i + pixel)..]), out var up0, out var up1);
            Vector.Widen(new Vector<byte>(above[i..]), out var corner0, out var corner1);
            var predicted = Vector.Narrow(
                Predict(left0.As<ushort, short>(), up0.As<ushort, short>(), corner0.As<ushort, short>()),
                Predict(left1.As<ushort, short>(), up1.As<ushort, short>(), corner1.As<ushort, short>()));
            (new Vector<byte>(row[(i + pixel)..]) - predicted).CopyTo(filtered[i..]);
        }

        for (; i < filtered.Length; i++)
            filtered[i] = (byte)(row[i + pixel] - Predict(row[i], above[i + pixel], above[i]));
    }

    /// <summary>The prediction of one byte.</summary>
    public static byte Predict(int left, int up, int corner)
    {
        var (a, b, c) = (Math.Abs(up - corner), Math.Abs(left - corner), Math.Abs(left + up - 2 * corner));
        return (byte)(a <= b && a <= c ? left : b <= c ? up : corner);
    }

    private static Vector<ushort> Predict(Vector<short> left, Vector<short> up, Vector<short> corner)
    {
        var (toLeft, toUp) = (up - corner, left - corner);
        var (a, b, c) = (Vector.Abs(toLeft), Vector.Abs(toUp), Vector.Abs(toLeft + toUp));
        var takeLeft = Vector.LessThanOrEqual(a, b) & Vector.LessThanOrEqual(a, c);
        var takeUp = Vector.LessThanOrEqual(b, c);
        return Vector.ConditionalSelect(takeLeft, left, Vector.ConditionalSelect(takeUp, up, corner)).As<short, ushort>();
    }
}
