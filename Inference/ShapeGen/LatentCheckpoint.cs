using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Hunyuan3D.Inference.ShapeGen;

/// <summary>
/// The state of a diffusion between two steps: u32 magic, [32] key, i32 steps done, i32 values, [values] f32, all little-endian. The key is the hash of all that decides the latents, so a
/// state of another request, model or version of the code is told apart; the scheduler's state is the number of steps done.
/// </summary>
/// <param name="StepsDone">The step to go on with.</param>
/// <param name="Latents">[tokens * channels] f32.</param>
internal sealed record LatentCheckpoint(int StepsDone, float[] Latents)
{
    private const uint Magic = 0x314C_4833; // "3HL1"
    private const int KeyBytes = SHA256.HashSizeInBytes;
    private const int HeaderBytes = 4 + KeyBytes + 8;

    public byte[] Write(string identity)
    {
        var file = new byte[HeaderBytes + Latents.Length * sizeof(float)];
        BinaryPrimitives.WriteUInt32LittleEndian(file, Magic);
        KeyOf(identity).CopyTo(file.AsSpan(4));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4 + KeyBytes), StepsDone);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(8 + KeyBytes), Latents.Length);
        MemoryMarshal.AsBytes(Latents.AsSpan()).CopyTo(file.AsSpan(HeaderBytes));
        return file;
    }

    /// <param name="identity">Of the run that wants to go on.</param>
    /// <param name="steps">Of that run.</param>
    /// <param name="count">Values that its latents have.</param>
    /// <returns>Null: not a state of this run, or a damaged one.</returns>
    public static LatentCheckpoint? TryRead(ReadOnlySpan<byte> file, string identity, int steps, int count)
    {
        if (file.Length != HeaderBytes + (long)count * sizeof(float)
            || BinaryPrimitives.ReadUInt32LittleEndian(file) != Magic
            || !file.Slice(4, KeyBytes).SequenceEqual(KeyOf(identity))
            || BinaryPrimitives.ReadInt32LittleEndian(file[(4 + KeyBytes)..]) is var done && (done < 0 || done > steps)
            || BinaryPrimitives.ReadInt32LittleEndian(file[(8 + KeyBytes)..]) != count)
            return null;
        return new LatentCheckpoint(BinaryPrimitives.ReadInt32LittleEndian(file[(4 + KeyBytes)..]), MemoryMarshal.Cast<byte, float>(file[HeaderBytes..]).ToArray());
    }

    private static byte[] KeyOf(string identity) => SHA256.HashData(Encoding.UTF8.GetBytes(identity));
}
