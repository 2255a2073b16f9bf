using System.Buffers.Binary;
using System.Text;

namespace Hunyuan3D.Inference.Checkpoints.Torch;

/// <summary>
/// The directory of a zip archive whose entries are stored, as torch writes them: nothing is ever decompressed, so nothing can grow. Format: PKWARE APPNOTE 6.3.10, sections 4.3.7
/// (local header), 4.3.12 (directory), 4.3.14 to 4.3.16 (ends, zip64). Every place is checked to lie inside the file.
/// </summary>
internal sealed class StoredZip
{
    private const uint LocalSignature = 0x04034b50;
    private const uint EntrySignature = 0x02014b50;
    private const uint EndSignature = 0x06054b50;
    private const uint End64Signature = 0x06064b50;
    private const uint Locator64Signature = 0x07064b50;
    private const int LocalSize = 30;
    private const int EntrySize = 46;
    private const int EndSize = 22;
    private const int LocatorSize = 20;
    private const int End64Size = 56;
    private const int LongestComment = ushort.MaxValue;
    private const int LargestDirectory = 64 << 20;

    private readonly CheckpointData _data;
    private readonly Dictionary<string, StoredZipEntry> _entries = new(StringComparer.Ordinal);

    /// <exception cref="CheckpointException">It is no zip archive, or a broken one.</exception>
    public StoredZip(CheckpointData data)
    {
        _data = data;
        var (offset, length, count) = Directory();
        if (length > LargestDirectory || offset < 0 || length < 0 || offset > data.Length - length)
            throw new CheckpointException($"its directory claims {length} bytes at {offset}; the file has {data.Length}, is it truncated?");
        ReadEntries(Bytes(offset, (int)length), count);
    }

    public IReadOnlyCollection<string> Names => _entries.Keys;

    /// <returns>Null: no such entry.</returns>
    public StoredZipEntry? Find(string name) => _entries.GetValueOrDefault(name);

    /// <summary>Where an entry's bytes begin.</summary>
    /// <exception cref="CheckpointException">The entry does not lie inside the file, or is compressed.</exception>
    public long Locate(StoredZipEntry entry)
    {
        if (entry.Method != 0 || entry.Compressed != entry.Length)
            throw new CheckpointException($"the entry {entry.Name} is compressed, which torch never does");
        if (entry.Header < 0 || entry.Header > _data.Length - LocalSize)
            throw new CheckpointException($"the entry {entry.Name} claims to begin at {entry.Header}; the file has {_data.Length} bytes");
        var local = Bytes(entry.Header, LocalSize);
        if (BinaryPrimitives.ReadUInt32LittleEndian(local) != LocalSignature)
            throw new CheckpointException($"the entry {entry.Name} does not begin where the directory says");
        var start = entry.Header + LocalSize + BinaryPrimitives.ReadUInt16LittleEndian(local.AsSpan(26)) + BinaryPrimitives.ReadUInt16LittleEndian(local.AsSpan(28));
        return start <= _data.Length - entry.Length
            ? start
            : throw new CheckpointException($"the entry {entry.Name} claims {entry.Length} bytes at {start}; the file has {_data.Length}, is it truncated?");
    }

    private byte[] Bytes(long offset, int count)
    {
        var bytes = new byte[count];
        _data.Read(offset, bytes);
        return bytes;
    }

    private (long Offset, long Length, long Count) Directory()
    {
        var tail = Bytes(Math.Max(0, _data.Length - EndSize - LongestComment), (int)Math.Min(_data.Length, EndSize + LongestComment));
        var end = tail.Length - EndSize;
        while (end >= 0 && BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end)) != EndSignature)
            end--;
        if (end < 0)
            throw new CheckpointException("it is no zip archive, or its end is missing; files older than torch 1.6 are not supported");
        var record = tail.AsSpan(end);
        var (count, length, offset) = (BinaryPrimitives.ReadUInt16LittleEndian(record[10..]), BinaryPrimitives.ReadUInt32LittleEndian(record[12..]), BinaryPrimitives.ReadUInt32LittleEndian(record[16..]));
        if (count != ushort.MaxValue && length != uint.MaxValue && offset != uint.MaxValue)
            return (offset, length, count);
        return Directory64(_data.Length - tail.Length + end - LocatorSize) ?? (offset, length, count);
    }

    private (long Offset, long Length, long Count)? Directory64(long locator)
    {
        if (locator < 0)
            return null;
        var place = Bytes(locator, LocatorSize);
        if (BinaryPrimitives.ReadUInt32LittleEndian(place) != Locator64Signature)
            return null;
        var at = BinaryPrimitives.ReadInt64LittleEndian(place.AsSpan(8));
        if (at < 0 || at > _data.Length - End64Size)
            throw new CheckpointException($"its zip64 end claims to be at {at}; the file has {_data.Length} bytes");
        var record = Bytes(at, End64Size);
        if (BinaryPrimitives.ReadUInt32LittleEndian(record) != End64Signature)
            throw new CheckpointException("its zip64 end is not where it says");
        return (BinaryPrimitives.ReadInt64LittleEndian(record.AsSpan(48)), BinaryPrimitives.ReadInt64LittleEndian(record.AsSpan(40)), BinaryPrimitives.ReadInt64LittleEndian(record.AsSpan(32)));
    }

    private void ReadEntries(ReadOnlySpan<byte> directory, long count)
    {
        for (var index = 0L; index < count; index++)
        {
            if (directory.Length < EntrySize || BinaryPrimitives.ReadUInt32LittleEndian(directory) != EntrySignature)
                throw new CheckpointException($"its directory ends after {index} of {count} entries");
            var (name, extra, comment) = (BinaryPrimitives.ReadUInt16LittleEndian(directory[28..]), BinaryPrimitives.ReadUInt16LittleEndian(directory[30..]), BinaryPrimitives.ReadUInt16LittleEndian(directory[32..]));
            if (directory.Length < EntrySize + name + extra + comment)
                throw new CheckpointException($"its directory ends inside entry {index}");
            var entry = new StoredZipEntry(
                Encoding.UTF8.GetString(directory.Slice(EntrySize, name)),
                BinaryPrimitives.ReadUInt16LittleEndian(directory[10..]),
                BinaryPrimitives.ReadUInt32LittleEndian(directory[20..]),
                BinaryPrimitives.ReadUInt32LittleEndian(directory[24..]),
                BinaryPrimitives.ReadUInt32LittleEndian(directory[42..]));
            entry = Widen(entry, directory.Slice(EntrySize + name, extra));
            if (!_entries.TryAdd(entry.Name, entry))
                throw new CheckpointException($"the entry {entry.Name} is listed twice");
            directory = directory[(EntrySize + name + extra + comment)..];
        }
    }

    /// <summary>Takes the 64-bit numbers that stand in the extra field for those that do not fit.</summary>
    private static StoredZipEntry Widen(StoredZipEntry entry, ReadOnlySpan<byte> extra)
    {
        while (extra.Length >= 4)
        {
            var (kind, size) = (BinaryPrimitives.ReadUInt16LittleEndian(extra), BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]));
            if (size > extra.Length - 4)
                return entry;
            if (kind == 1)
            {
                var fields = extra.Slice(4, size);
                return entry with { Length = Take(entry.Length, ref fields), Compressed = Take(entry.Compressed, ref fields), Header = Take(entry.Header, ref fields) };
            }

            extra = extra[(4 + size)..];
        }

        return entry;
    }

    private static long Take(long narrow, ref ReadOnlySpan<byte> fields)
    {
        if (narrow != uint.MaxValue || fields.Length < 8)
            return narrow;
        var wide = BinaryPrimitives.ReadInt64LittleEndian(fields);
        fields = fields[8..];
        return wide >= 0 ? wide : throw new CheckpointException("an entry has a negative size");
    }
}
