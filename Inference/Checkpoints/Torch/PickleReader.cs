using System.Buffers.Binary;
using System.Text;

namespace Hunyuan3D.Inference.Checkpoints.Torch;

/// <summary>
/// An interpreter of the pickle opcodes that tensors need (protocol 2 to 4, Python's <c>pickletools</c>). It builds plain values and calls nothing but
/// <see cref="TorchClasses"/>; an opcode it does not know is an error.
/// </summary>
internal sealed class PickleReader
{
    private const int MostValues = 2_000_000;
    private static readonly object Mark = new();

    private readonly byte[] _bytes;
    private readonly List<object?> _stack = [];
    private readonly Dictionary<long, object?> _memo = [];
    private int _position;
    private int _values;

    private PickleReader(byte[] bytes) => _bytes = bytes;

    /// <exception cref="CheckpointException">The pickle is broken or asks for more than tensors need.</exception>
    public static object? Read(byte[] bytes) => new PickleReader(bytes).Run();

    private object? Run()
    {
        while (true)
        {
            var opcode = Take(1)[0];
            switch ((char)opcode)
            {
                case '\x80':
                    Take(1);
                    break;
                case '\x95':
                    Take(8);
                    break;
                case '.':
                    return Pop();
                case '(':
                    Push(Mark);
                    break;
                case 'N':
                    Push(null);
                    break;
                case '\x88':
                    Push(true);
                    break;
                case '\x89':
                    Push(false);
                    break;
                case '}':
                    Push(new PickleDictionary());
                    break;
                case ']':
                    Push(new List<object?>());
                    break;
                case ')':
                    Push(Array.Empty<object?>());
                    break;
                case 'J':
                    Push((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4)));
                    break;
                case 'K':
                    Push((long)Take(1)[0]);
                    break;
                case 'M':
                    Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2)));
                    break;
                case '\x8a':
                    Push(Long(Take(Take(1)[0])));
                    break;
                case 'G':
                    Push(BinaryPrimitives.ReadDoubleBigEndian(Take(8)));
                    break;
                case 'X':
                    Push(Text(BinaryPrimitives.ReadInt32LittleEndian(Take(4))));
                    break;
                case '\x8c':
                    Push(Text(Take(1)[0]));
                    break;
                case 'c':
                    Push(TorchClasses.Find($"{Line()}.{Line()}"));
                    break;
                case '\x93':
                    var (member, module) = (Pop(), Pop());
                    Push(TorchClasses.Find($"{module}.{member}"));
                    break;
                case '\x85':
                    Push(new[] { Pop() });
                    break;
                case '\x86':
                    var second = Pop();
                    Push(new[] { Pop(), second });
                    break;
                case '\x87':
                    var (third, middle) = (Pop(), Pop());
                    Push(new[] { Pop(), middle, third });
                    break;
                case 't':
                    Push(ToMark().ToArray());
                    break;
                case 'R':
                    var arguments = Pop();
                    Push(TorchClasses.Call(Pop(), arguments));
                    break;
                case 'Q':
                    Push(TorchClasses.Storage(Pop()));
                    break;
                case 'b':
                    // State of an object that is a plain value here, such as a dictionary's _metadata.
                    Pop();
                    break;
                case 'q':
                    Remember(Take(1)[0]);
                    break;
                case 'r':
                    Remember(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)));
                    break;
                case '\x94':
                    Remember(_memo.Count);
                    break;
                case 'h':
                    Push(Remembered(Take(1)[0]));
                    break;
                case 'j':
                    Push(Remembered(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))));
                    break;
                case 's':
                    var value = Pop();
                    SetItems([Pop(), value]);
                    break;
                case 'u':
                    SetItems(ToMark());
                    break;
                case 'a':
                    var item = Pop();
                    Append([item]);
                    break;
                case 'e':
                    Append(ToMark());
                    break;
                default:
                    throw Broken($"has the opcode 0x{opcode:x2}, which tensors do not need");
            }
        }
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _bytes.Length - _position)
            throw Broken("ends early");
        _position += count;
        return _bytes.AsSpan(_position - count, count);
    }

    private string Text(int length) => Encoding.UTF8.GetString(Take(length));

    private string Line()
    {
        var length = _bytes.AsSpan(_position).IndexOf((byte)'\n');
        var line = Text(length < 0 ? int.MaxValue : length);
        Take(1);
        return line;
    }

    private long Long(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 8)
            throw Broken($"has an integer of {bytes.Length} bytes");
        var value = bytes.Length > 0 && (bytes[^1] & 0x80) != 0 ? -1L : 0L;
        for (var i = bytes.Length - 1; i >= 0; i--)
            value = (value << 8) | bytes[i];
        return value;
    }

    private void Push(object? value)
    {
        // Bounds the stack, the memo and all lists together: each value in them was pushed once.
        if (++_values > MostValues)
            throw Broken($"makes more than {MostValues} values");
        _stack.Add(value);
    }

    private object? Top() => _stack.Count > 0 ? _stack[^1] : throw Broken("takes a value from an empty stack");

    private object? Pop()
    {
        var value = Top();
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private List<object?> ToMark()
    {
        var mark = _stack.FindLastIndex(value => ReferenceEquals(value, Mark));
        if (mark < 0)
            throw Broken("closes a list that it did not open");
        var values = _stack.GetRange(mark + 1, _stack.Count - mark - 1);
        _stack.RemoveRange(mark, _stack.Count - mark);
        return values;
    }

    private void Remember(long index)
    {
        if (_memo.Count >= MostValues)
            throw Broken($"stores more than {MostValues} values");
        _memo[index] = Top();
    }

    private object? Remembered(long index) => _memo.TryGetValue(index, out var value) ? value : throw Broken($"recalls value {index}, which it did not store");

    private void SetItems(List<object?> pairs)
    {
        if (Top() is not PickleDictionary dictionary || pairs.Count % 2 != 0)
            throw Broken("sets items of something that is not a dictionary");
        for (var i = 0; i < pairs.Count; i += 2)
            dictionary.Items.Add(new(pairs[i], pairs[i + 1]));
    }

    private void Append(List<object?> items)
    {
        if (Top() is not List<object?> list)
            throw Broken("appends to something that is not a list");
        list.AddRange(items);
    }

    private CheckpointException Broken(string how) => new($"the pickle {how} (at byte {_position})");
}
