using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.Tensors;
using Hunyuan3D.Inference.TexGen.Diffusion;

namespace Hunyuan3D.Inference.TexGen;

/// <summary>The parts of a <see cref="TextureCheckpoint"/> as little-endian bytes; what is absent is a count of -1.</summary>
internal sealed class TextureCheckpointWriter : IDisposable
{
    private readonly MemoryStream _bytes = new();
    private readonly BinaryWriter _writer;

    public TextureCheckpointWriter() => _writer = new BinaryWriter(_bytes);

    public void Dispose() => _writer.Dispose();

    public void Write(uint value) => _writer.Write(value);

    public void Write(byte[] value) => _writer.Write(value);

    public void Write(IReadOnlyCollection<Picture> pictures)
    {
        _writer.Write(pictures.Count);
        foreach (var picture in pictures)
        {
            _writer.Write(picture.Width);
            _writer.Write(picture.Height);
            _writer.Write(picture.Pixels);
        }
    }

    public void Write(StepLatents? state)
    {
        _writer.Write(state?.StepsDone ?? -1);
        if (state is not null)
            Write(state.Latents);
    }

    public void Write(PaintConditions? conditions)
    {
        _writer.Write(conditions?.ViewCount ?? -1);
        if (conditions is null)
            return;
        foreach (var camera in conditions.Cameras)
            _writer.Write(camera);
        Write(conditions.References);
        Write(conditions.Normals);
        Write(conditions.Positions);
    }

    /// <returns>All, and the hash of it.</returns>
    public byte[] Finish()
    {
        _writer.Flush();
        return [.. _bytes.ToArray(), .. SHA256.HashData(_bytes.GetBuffer().AsSpan(0, (int)_bytes.Length))];
    }

    private void Write(TensorData tensor)
    {
        _writer.Write(tensor.Shape.Count);
        foreach (var size in tensor.Shape)
            _writer.Write(size);
        _writer.Write(MemoryMarshal.AsBytes(tensor.Values.AsSpan()));
    }
}
