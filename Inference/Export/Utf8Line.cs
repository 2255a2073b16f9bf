using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Hunyuan3D.Inference.Export;

/// <summary>Lets an interpolated string be written as UTF-8, culture-free, straight into a buffer: no string per line of a large text file.</summary>
[InterpolatedStringHandler]
internal readonly struct Utf8Line(int literalLength, int formattedCount, ArrayBufferWriter<byte> target)
{
    private const int LongestNumber = 32;

    private readonly ArrayBufferWriter<byte> _target = Reserve(target, literalLength + formattedCount * LongestNumber);

    public void AppendLiteral(string text) => _target.Advance(Encoding.UTF8.GetBytes(text, _target.GetSpan(text.Length * 3)));

    public void AppendFormatted(string text) => AppendLiteral(text);

    public void AppendFormatted<T>(T value, string? format = null)
        where T : IUtf8SpanFormattable
    {
        if (!value.TryFormat(_target.GetSpan(LongestNumber), out var written, format, CultureInfo.InvariantCulture))
            throw new FormatException($"{value} needs more than {LongestNumber} bytes.");
        _target.Advance(written);
    }

    private static ArrayBufferWriter<byte> Reserve(ArrayBufferWriter<byte> target, int bytes)
    {
        target.GetSpan(bytes);
        return target;
    }
}
