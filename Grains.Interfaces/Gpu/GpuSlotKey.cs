using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Hunyuan3D.Grains.Interfaces.Gpu;

/// <summary>Names a device slot of a silo, and its grains: <c>{silo address}/{slot}</c>.</summary>
/// <param name="Silo">The silo's parsable address, as <see cref="SiloAddress.ToParsableString"/> writes it.</param>
/// <param name="Slot">From 0.</param>
public readonly record struct GpuSlotKey(string Silo, int Slot)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Silo}/{Slot}");

    /// <summary>False: <paramref name="text"/> names no slot.</summary>
    public static bool TryParse(string text, out GpuSlotKey key, [NotNullWhen(true)] out SiloAddress? silo)
    {
        ArgumentNullException.ThrowIfNull(text);
        (key, silo) = (default, null);
        var cut = text.LastIndexOf('/');
        if (cut <= 0 || !int.TryParse(text.AsSpan(cut + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var slot))
            return false;
        try
        {
            silo = SiloAddress.FromParsableString(text[..cut]);
        }
        catch (FormatException)
        {
            return false;
        }

        key = new GpuSlotKey(text[..cut], slot);
        return true;
    }
}
