using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.Tensors;
using Hunyuan3D.Inference.TexGen.Diffusion;

namespace Hunyuan3D.Inference.TexGen;

/// <summary>Reads what <see cref="TextureCheckpointWriter"/> wrote, part by part in its order.</summary>
internal ref struct TextureCheckpointReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public ImmutableList<Picture> ReadPictures()
    {
        var pictures = ImmutableList.CreateBuilder<Picture>();
        for (var count = ReadInteger(); count > 0; count--)
        {
            var (width, height) = (ReadInteger(), ReadInteger());
            pictures.Add(new Picture(width, height, Take(4 * width * height).ToArray()));
        }

        return pictures.ToImmutable();
    }

    public StepLatents? ReadSteps() => ReadInteger() is var done && done < 0 ? null : new StepLatents(done, ReadTensor());

    public PaintConditions? ReadConditions()
    {
        var count = ReadInteger();
        if (count < 0)
            return null;
        var cameras = MemoryMarshal.Cast<byte, int>(Take(sizeof(int) * count)).ToArray();
        return new PaintConditions(ReadTensor(), ReadTensor(), ReadTensor(), cameras);
    }

    private TensorData ReadTensor()
    {
        var shape = MemoryMarshal.Cast<byte, long>(Take(sizeof(long) * ReadInteger())).ToArray();
        var count = (int)shape.Aggregate(1L, (product, size) => product * size);
        return new TensorData(MemoryMarshal.Cast<byte, float>(Take(sizeof(float) * count)).ToArray(), shape);
    }

    private int ReadInteger() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    private ReadOnlySpan<byte> Take(int count)
    {
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
