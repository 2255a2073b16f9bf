using System.Buffers.Binary;

namespace Hunyuan3D.Inference.Imaging.Headers;

/// <summary>A file's bytes behind one bounds check: reading past the end is the caller's truncated file, never a crash.</summary>
internal readonly ref struct HeaderBytes(ReadOnlySpan<byte> bytes, string format, string field)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Length => _bytes.Length;

    public byte this[int offset] => At(offset, 1)[0];

    public ReadOnlySpan<byte> At(long offset, int count)
    {
        if (offset < 0 || count < 0 || offset + count > _bytes.Length)
            throw Truncated(offset + count);
        return _bytes.Slice((int)offset, count);
    }

    public ReadOnlySpan<byte> From(int offset) => At(offset, 0).Length == 0 ? _bytes[offset..] : [];

    public ushort BigU16(int offset) => BinaryPrimitives.ReadUInt16BigEndian(At(offset, 2));

    public uint BigU32(int offset) => BinaryPrimitives.ReadUInt32BigEndian(At(offset, 4));

    public ushort U16(int offset) => BinaryPrimitives.ReadUInt16LittleEndian(At(offset, 2));

    public int U24(int offset) => U16(offset) | this[offset + 2] << 16;

    public uint U32(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(At(offset, 4));

    public int I32(int offset) => (int)U32(offset);

    public StageInputException Truncated(long needed) => new(field,
        $"The picture is a truncated {format} file: at least {needed} bytes are expected, the file has {_bytes.Length}. "
        + "Send the whole file.");

    public StageInputException Damaged(string what) => new(field,
        $"The picture is a damaged {format} file: {what}. Save it again with an image editor.");

    public StageInputException Unsupported(string what, string expected) => new(field,
        $"The picture is a {format} file of an unsupported kind: {what}; expected {expected}. Save it as an ordinary PNG or JPEG.");
}
