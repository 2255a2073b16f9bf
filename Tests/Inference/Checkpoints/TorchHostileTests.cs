using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.Checkpoints.Torch;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Checkpoints;

/// <summary>Archives made to harm: each is refused, nothing is executed, and neither memory nor time grows beyond a bound.</summary>
public sealed class TorchHostileTests : IDisposable
{
    private const long MostMemory = 400L << 20;
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(10);

    private readonly TempFolder _folder = new();

    private string Path => System.IO.Path.Combine(_folder.Path, "model.ckpt");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("cos\nsystem\n(X\u0004\0\0\0echotR.", "os.system")]
    [InlineData("cposix\nsystem\n(X\u0004\0\0\0echotR.", "posix.system")]
    [InlineData("cbuiltins\neval\n(X\u0004\0\0\0echotR.", "builtins.eval")]
    [InlineData("c__builtin__\nexec\n(X\u0004\0\0\0echotR.", "__builtin__.exec")]
    [InlineData("csubprocess\nPopen\n(X\u0004\0\0\0echotR.", "subprocess.Popen")]
    [InlineData("X\u0002\0\0\0osX\u0006\0\0\0system\u0093X\u0004\0\0\0echo\u0085R.", "os.system")]
    [InlineData("ctorch\nload\n(X\u0004\0\0\0echotR.", "torch.load")]
    [InlineData("ccollections\nOrderedDict\n(cos\nsystem\nX\u0004\0\0\0echo\u0085RtR.", "os.system")]
    [InlineData("ctorch._utils\n_rebuild_tensor_v2\n(cos\nsystem\nK\0))tR.", "os.system")]
    [InlineData("(ios\nsystem\n.", "opcode 0x69")]
    [InlineData("cos\nsystem\n)\u0081.", "os.system")]
    [InlineData("ccollections\nOrderedDict\n)\u0081.", "opcode 0x81")]
    [InlineData("\u0082\u0001.", "opcode 0x82")]
    [InlineData("\u008b\u00ff\u00ff\u00ff\u007f", "opcode 0x8b")]
    [InlineData("\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f", "opcode 0x8d")]
    [InlineData("X\u00ff\u00ff\u00ff\u00ff", "ends early")]
    [InlineData("X\u00ff\u00ff\u00ff\u007f", "ends early")]
    [InlineData("\u008a\u00ff", "ends early")]
    [InlineData("cos", "ends early")]
    [InlineData("(((((", "ends early")]
    public void Open_PickleThatAsksForMore_IsRefusedByName(string pickle, string thing)
    {
        Write(Latin1(pickle));

        var exception = Refused();

        Assert.StartsWith(Path, exception.Message, StringComparison.Ordinal);
        Assert.Contains(thing, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("]")]
    [InlineData("}q\0")]
    [InlineData("N\u0094")]
    [InlineData("(")]
    [InlineData("h\0")]
    [InlineData("]]a")]
    public void Open_MillionsOfTinyOpcodes_AreRefusedInBounds(string opcode)
    {
        var part = Latin1(opcode);
        var pickle = new byte[14_000_000];
        pickle[0] = (byte)'}';
        pickle[1] = (byte)'q';
        for (var i = 3; i < pickle.Length; i++)
            pickle[i] = part[(i - 3) % part.Length];
        Write(pickle);

        Assert.Matches("more than [0-9]+ values|ends early|opcode", Refused().Message);
    }

    [Fact]
    public void Open_DictionariesThatShareEachOther_AreNotAnEndlessTree()
    {
        // Fifteen levels, each naming the one below a hundred times: 10^30 paths in a few kilobytes.
        var pickle = new List<byte>(Latin1("}q\0"));
        for (var level = 0; level < 15; level++)
        {
            pickle.AddRange(Latin1("}("));
            for (var key = 0; key < 100; key++)
                pickle.AddRange([(byte)'K', (byte)key, (byte)'h', (byte)level]);
            pickle.AddRange([(byte)'u', (byte)'q', (byte)(level + 1)]);
        }

        pickle.Add((byte)'.');
        Write([.. pickle]);

        Assert.Contains("hold more than 1000000 values", Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_LongKeyNamedOften_IsRefused()
    {
        var key = new string('k', 1_000_000);
        Write([.. Latin1("X"), .. BitConverter.GetBytes(key.Length), .. Latin1(key), .. Latin1("q\u0001}(h\u0001}(h\u0001}uu.")]);

        Assert.Contains("has more than 1024 characters", Refused().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("K\0", "(K\u0001J\0\0\0\u0040t", "(K\u0001K\u0001t", "needs")]
    [InlineData("\u008a\u0008\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f", "(K\u0001t", "(K\u0001t", "overflow")]
    [InlineData("J\u00ff\u00ff\u00ff\u00ff", "(K\u0001t", "(K\u0001t", "has the offset -1")]
    [InlineData("K\0", "(J\u00ff\u00ff\u00ff\u00fft", "(K\u0001t", "the shape [-1]")]
    [InlineData("K\0", "(J\0\0\0\u0040t", "(K\0t", "is larger than its storage")]
    [InlineData("K\0", "(J\0\0\0\u0040J\0\0\0\u0040J\0\0\0\u0040t", "(K\0K\0K\0t", "overflow")]
    [InlineData("K\0", "(K\u0001K\u0001t", "(K\u0001t", "the strides [1]")]
    [InlineData("K\0", "(X\u0001\0\0\0at", "(K\u0001t", "not made of integers")]
    public void Open_TensorOutsideItsStorage_IsRefused(string offset, string shape, string strides, string thing)
    {
        Write(Latin1($"}}X\u0001\0\0\0wctorch._utils\n_rebuild_tensor_v2\n((X\u0007\0\0\0storagectorch\nFloatStorage\nX\u0001\0\0\00X\u0003\0\0\0cpuK\u0001tQ{offset}{shape}{strides}\u0089}}tRs."), [0, 0, 0x80, 0x3f]);

        Assert.Contains(thing, Refused().Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Open_CompressedArchive_IsRefusedWithoutDecompressing()
    {
        // 64 MB of zeros in 64 kB.
        using (var archive = ZipFile.Open(Path, ZipArchiveMode.Create))
        {
            using var stream = archive.CreateEntry("archive/data.pkl", CompressionLevel.Optimal).Open();
            for (var block = 0; block < 64; block++)
                stream.Write(new byte[1 << 20]);
        }

        Assert.Contains("is compressed, which torch never does", Refused().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x06054b50u, 16, 0x7fffffffu, "is it truncated?")]
    [InlineData(0x06054b50u, 12, 0x7fffffffu, "is it truncated?")]
    [InlineData(0x06054b50u, 10, 0x0fff0fffu, "its directory ends after")]
    [InlineData(0x02014b50u, 42, 0x7ffffff0u, "claims to begin at")]
    [InlineData(0x02014b50u, 42, 5u, "does not begin where the directory says")]
    [InlineData(0x02014b50u, 28, 0xffffu, "its directory ends inside entry 0")]
    [InlineData(0x02014b50u, 0, 0u, "its directory ends after 0 of 1 entries")]
    public void Open_DirectoryThatPointsElsewhere_IsRefused(uint record, int field, uint value, string thing)
    {
        Write(Latin1("}."));
        var bytes = File.ReadAllBytes(Path);
        var place = bytes.AsSpan().LastIndexOf(BitConverter.GetBytes(record));
        BitConverter.GetBytes(value).AsSpan(0, field is 10 or 28 ? 2 : 4).CopyTo(bytes.AsSpan(place + field));
        File.WriteAllBytes(Path, bytes);

        Assert.Contains(thing, Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_AnyOpcodes_AreRefusedOrRead()
    {
        var opcodes = Gen.Elements("(", ")", "]", "}", "N", "K\u0003", "t", "u", "s", "a", "e", "q\u0001", "h\u0001", "R", "Q", "b", "\u0085", "\u0086", "X\u0001\0\0\0a",
            "ccollections\nOrderedDict\n", "ctorch\nFloatStorage\n", "ctorch._utils\n_rebuild_tensor_v2\n", "ctorch._utils\n_rebuild_parameter\n", "\u0089", "J\u00ff\u00ff\u00ff\u00ff", "\u0093", "\u0095\0\0\0\0\0\0\0\0");
        Prop.ForAll(opcodes.ListOf().Select(list => string.Concat(list) + ".").ToArbitrary(), pickle =>
        {
            Write(Latin1(pickle));
            try
            {
                TorchCheckpoint.Open(Path).Dispose();
            }
            catch (CheckpointException e)
            {
                Assert.StartsWith(Path, e.Message, StringComparison.Ordinal);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));
    }

    private static byte[] Latin1(string text) => Encoding.Latin1.GetBytes(text);

    private CheckpointException Refused()
    {
        var (memory, time) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
        var exception = Assert.Throws<CheckpointException>(() => TorchCheckpoint.Open(Path));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - memory, 0, MostMemory);
        Assert.InRange(Stopwatch.GetElapsedTime(time), TimeSpan.Zero, MostTime);
        return exception;
    }

    private void Write(byte[] pickle, byte[]? storage = null)
    {
        File.Delete(Path);
        using var archive = ZipFile.Open(Path, ZipArchiveMode.Create);
        using (var stream = archive.CreateEntry("archive/data.pkl", CompressionLevel.NoCompression).Open())
            stream.Write(pickle);
        if (storage is null)
            return;
        using var data = archive.CreateEntry("archive/data/0", CompressionLevel.NoCompression).Open();
        data.Write(storage);
    }
}
