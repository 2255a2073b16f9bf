using System.Globalization;

namespace Hunyuan3D.Inference.Hub;

/// <summary>Numbers of bytes for people.</summary>
public static class ByteText
{
    private static readonly string[] Units = ["bytes", "kB", "MB", "GB", "TB"];

    /// <summary>Decimal units, as disks and hubs count: <c>4.93 GB</c>, <c>812 bytes</c>.</summary>
    public static string Of(double bytes)
    {
        var unit = 0;
        for (; bytes >= 999.5 && unit < Units.Length - 1; unit++)
            bytes /= 1000;
        var format = unit == 0 || bytes >= 99.95 ? "F0" : bytes >= 9.995 ? "F1" : "F2";
        return $"{bytes.ToString(format, CultureInfo.InvariantCulture)} {Units[unit]}";
    }
}
