using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.TexGen.Diffusion;

namespace Hunyuan3D.Inference.TexGen;

/// <summary>
/// How far a texture job has got: what a later run takes over instead of computing it again. Noise is a function of seed and step, so steps done stand for the samplers' state.
/// </summary>
/// <param name="References">The reference pictures that are finished, in order.</param>
/// <param name="Reference">The one in the works: its light removal between two steps.</param>
/// <param name="Conditions">What the views are painted by, once it is encoded and until they are painted.</param>
/// <param name="Views">The views' latents between two steps.</param>
/// <param name="Painted">The views that are decoded, in order.</param>
internal sealed record TextureCheckpoint(
    ImmutableList<Picture> References, StepLatents? Reference, PaintConditions? Conditions, StepLatents? Views, ImmutableList<Picture> Painted)
{
    private const uint Magic = 0x3154_4833; // "3HT1"

    public static TextureCheckpoint Start { get; } = new([], null, null, null, []);

    /// <summary>u32 magic, [32] hash of the identity, the parts in order, [32] hash of all before.</summary>
    /// <param name="identity">All that decides the state, as a text.</param>
    public byte[] Write(string identity)
    {
        using var writer = new TextureCheckpointWriter();
        writer.Write(Magic);
        writer.Write(KeyOf(identity));
        writer.Write(References);
        writer.Write(Reference);
        writer.Write(Conditions);
        writer.Write(Views);
        writer.Write(Painted);
        return writer.Finish();
    }

    /// <param name="identity">Of the run that wants to go on.</param>
    /// <returns>Null: not a state of this run, or a damaged one.</returns>
    public static TextureCheckpoint? TryRead(ReadOnlySpan<byte> file, string identity)
    {
        if (file.Length < sizeof(uint) + 2 * SHA256.HashSizeInBytes
            || BinaryPrimitives.ReadUInt32LittleEndian(file) != Magic
            || !file.Slice(sizeof(uint), SHA256.HashSizeInBytes).SequenceEqual(KeyOf(identity))
            || !file[^SHA256.HashSizeInBytes..].SequenceEqual(SHA256.HashData(file[..^SHA256.HashSizeInBytes])))
            return null;
        // What follows was written by this code for this very run: the hashes say so.
        var reader = new TextureCheckpointReader(file[(sizeof(uint) + SHA256.HashSizeInBytes)..^SHA256.HashSizeInBytes]);
        return new TextureCheckpoint(reader.ReadPictures(), reader.ReadSteps(), reader.ReadConditions(), reader.ReadSteps(), reader.ReadPictures());
    }

    private static byte[] KeyOf(string identity) => SHA256.HashData(Encoding.UTF8.GetBytes(identity));
}
