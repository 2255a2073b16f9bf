namespace Hunyuan3D.Hosting.Cli.Bench.Fuzz;

/// <summary>Changes bytes without knowing what they mean.</summary>
internal static class FuzzBytes
{
    private const int MostFlips = 8;

    public static byte[] Change(byte[] bytes, Random random)
    {
        var (from, to) = (random.Next(bytes.Length + 1), random.Next(bytes.Length + 1));
        if (from > to)
            (from, to) = (to, from);
        return random.Next(7) switch
        {
            0 => bytes[..from],
            1 => [.. bytes[..from], .. bytes[to..]],
            2 => [.. bytes[..to], .. bytes[from..]],
            3 => [.. bytes[..from], .. Piece(random), .. bytes[from..]],
            4 => Overwrite(bytes, from, Piece(random)),
            5 => [.. bytes, .. bytes],
            _ => Flip(bytes, random),
        };
    }

    private static byte[] Piece(Random random) => FuzzValues.Pieces[random.Next(FuzzValues.Pieces.Count)];

    private static byte[] Overwrite(byte[] bytes, int at, byte[] piece)
    {
        byte[] changed = [.. bytes];
        piece.AsSpan(0, Math.Min(piece.Length, bytes.Length - at)).CopyTo(changed.AsSpan(at));
        return changed;
    }

    private static byte[] Flip(byte[] bytes, Random random)
    {
        if (bytes.Length == 0)
            return [(byte)random.Next(256)];
        byte[] changed = [.. bytes];
        for (var flips = random.Next(1, MostFlips + 1); flips > 0; flips--)
            changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
        return changed;
    }
}
