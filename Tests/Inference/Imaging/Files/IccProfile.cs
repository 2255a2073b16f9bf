using System.Buffers.Binary;
using System.Text;

namespace Hunyuan3D.Tests.Inference.Imaging.Files;

/// <summary>A minimal display profile (ICC.1:2001-04): Display P3's primaries with a pure gamma of 2.2.</summary>
internal static class IccProfile
{
    /// <summary>2.2 as the profile can hold it: in 256ths.</summary>
    public const double Gamma = 563 / 256.0;

    /// <summary>[row XYZ][column RGB], relative to D50.</summary>
    public static readonly double[][] P3ToXyz = [[0.51512, 0.29198, 0.15710], [0.24120, 0.69225, 0.06657], [-0.00105, 0.04189, 0.78407]];

    /// <summary>As a JPEG segment.</summary>
    public static (byte Marker, byte[] Body) Segment() => (0xE2, [.. "ICC_PROFILE\0"u8, 1, 1, .. Build()]);

    public static byte[] Build()
    {
        (string Name, byte[] Body)[] tags =
        [
            ("rXYZ", Xyz(0)), ("gXYZ", Xyz(1)), ("bXYZ", Xyz(2)), ("rTRC", Curve()), ("gTRC", Curve()), ("bTRC", Curve()),
        ];
        var profile = new byte[128 + 4 + tags.Length * 12 + tags.Sum(tag => tag.Body.Length)];
        U32(profile, 0, profile.Length);
        U32(profile, 8, 0x02400000);
        Ascii(profile, 12, "mntrRGB XYZ ");
        Ascii(profile, 36, "acsp");
        foreach (var (offset, value) in new[] { (68, 0.9642), (72, 1.0), (76, 0.8249) })
            U32(profile, offset, Fixed(value));
        U32(profile, 128, tags.Length);
        var (entry, at) = (132, 132 + tags.Length * 12);
        foreach (var (name, body) in tags)
        {
            Ascii(profile, entry, name);
            U32(profile, entry + 4, at);
            U32(profile, entry + 8, body.Length);
            body.CopyTo(profile, at);
            (entry, at) = (entry + 12, at + body.Length);
        }

        return profile;
    }

    private static byte[] Xyz(int column)
    {
        var body = new byte[20];
        Ascii(body, 0, "XYZ ");
        for (var row = 0; row < 3; row++)
            U32(body, 8 + row * 4, Fixed(P3ToXyz[row][column]));
        return body;
    }

    private static byte[] Curve()
    {
        var body = new byte[16];
        Ascii(body, 0, "curv");
        U32(body, 8, 1);
        BinaryPrimitives.WriteUInt16BigEndian(body.AsSpan(12), (ushort)(Gamma * 256));
        return body;
    }

    private static int Fixed(double value) => (int)Math.Round(value * 65536);

    private static void U32(byte[] bytes, int at, int value) => BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(at), value);

    private static void Ascii(byte[] bytes, int at, string text) => Encoding.ASCII.GetBytes(text).CopyTo(bytes, at);
}
