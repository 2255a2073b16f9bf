using System.Buffers;
using System.Text;

namespace Hunyuan3D.Inference.Onnx;

/// <summary>
/// Writes protobuf's wire format (https://protobuf.dev/programming-guides/encoding/), as much of it as ONNX needs.
/// </summary>
internal sealed class ProtobufWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    public void Integer(int field, long value)
    {
        Tag(field, 0);
        Varint((ulong)value);
    }

    public void Single(int field, float value)
    {
        Tag(field, 5);
        _bytes.Write<byte>(BitConverter.GetBytes(value));
    }

    public void Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public void Bytes(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, 2);
        Varint((ulong)value.Length);
        _bytes.Write<byte>(value);
    }

    public void Message(int field, ProtobufWriter message) => Bytes(field, message.Written);

    /// <summary>Appends fields that another writer holds.</summary>
    public void Fields(ProtobufWriter fields) => _bytes.Write<byte>(fields.Written);

    private void Tag(int field, int wireType) => Varint((ulong)((field << 3) | wireType));

    private void Varint(ulong value)
    {
        Span<byte> bytes = stackalloc byte[10];
        var length = 0;
        for (; value >= 0x80; value >>= 7)
            bytes[length++] = (byte)(value | 0x80);
        bytes[length++] = (byte)value;
        _bytes.Write<byte>(bytes[..length]);
    }
}
