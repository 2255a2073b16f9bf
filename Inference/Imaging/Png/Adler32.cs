namespace Hunyuan3D.Inference.Imaging.Png;

/// <summary>The checksum of zlib streams (RFC 1950, 8.2), and that of two joined pieces from theirs.</summary>
internal static class Adler32
{
    private const uint Modulus = 65521;

    /// <summary>As many bytes as cannot overflow the 32-bit sums before a reduction (RFC 1950, 9).</summary>
    private const int Stretch = 5552;

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var (a, b) = (1u, 0u);
        while (!bytes.IsEmpty)
        {
            var stretch = bytes[..Math.Min(bytes.Length, Stretch)];
            foreach (var value in stretch)
            {
                a += value;
                b += a;
            }

            (a, b) = (a % Modulus, b % Modulus);
            bytes = bytes[stretch.Length..];
        }

        return b << 16 | a;
    }

    /// <summary>The checksum of a first piece followed by a second one of <paramref name="secondBytes"/> bytes.</summary>
    public static uint Combine(uint first, uint second, int secondBytes)
    {
        var (a1, a2) = (first & 0xFFFF, second & 0xFFFF);
        var a = (a1 + a2 + Modulus - 1) % Modulus;
        // Each byte of the second piece carries the first piece's sum, less the 1 that both start from.
        var carried = (ulong)(uint)secondBytes % Modulus * ((a1 + Modulus - 1) % Modulus) % Modulus;
        var b = (uint)(((first >> 16) + (second >> 16) + carried) % Modulus);
        return b << 16 | a;
    }
}
