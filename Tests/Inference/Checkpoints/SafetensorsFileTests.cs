using FsCheck;
using FsCheck.Fluent;
using Hunyuan3D.Inference.Checkpoints;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Checkpoints;

public sealed class SafetensorsFileTests : IDisposable
{
    private const int DataBytes = 64;

    private readonly TempFolder _folder = new();

    private string Path => System.IO.Path.Combine(_folder.Path, "model.safetensors");

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string> Headers => new()
    {
        { "", "not valid JSON" },
        { "{", "not valid JSON" },
        { "[]", "expected an object" },
        { "7", "expected an object" },
        { "{\"__metadata__\":[]}", "__metadata__ is a JSON Array, expected an object" },
        { "{\"a\":null}", "tensor 'a' is not of the form" },
        { "{\"a\":{}}", "tensor 'a' is not of the form" },
        { "{\"a\":{\"dtype\":7,\"shape\":[1],\"data_offsets\":[0,4]}}", "tensor 'a' is not of the form" },
        { "{" + SafetensorsText.Entry("a", "F32", "1", "0,4") + "," + SafetensorsText.Entry("a", "F32", "1", "4,8") + "}", "tensor 'a' is listed twice" },
        { "{" + SafetensorsText.Entry("a", "F32", "2", "0,8") + "," + SafetensorsText.Entry("b", "F32", "2", "4,12") + "}", "tensors 'a' and 'b' overlap" },
        { "{" + SafetensorsText.Entry("a", "F32", "20", "0,80") + "}", "claims bytes 0..80 of 64; is the file truncated?" },
        { "{" + SafetensorsText.Entry("a", "F32", "1", "-4,0") + "}", "claims bytes -4..0" },
        { "{" + SafetensorsText.Entry("a", "F32", "1", "8,4") + "}", "claims bytes 8..4" },
        { "{" + SafetensorsText.Entry("a", "F32", "1", "0,4,8") + "}", "and 3 offsets" },
        { "{" + SafetensorsText.Entry("a", "F32", "1", "0,1e99") + "}", "tensor 'a' is not of the form" },
        { "{" + SafetensorsText.Entry("a", "F32", "1", "9223372036854775804,9223372036854775807") + "}", "claims bytes" },
        { "{" + SafetensorsText.Entry("a", "F32", "-1", "0,4") + "}", "has the shape [-1]" },
        { "{" + SafetensorsText.Entry("a", "F32", "0.5", "0,4") + "}", "tensor 'a' is not of the form" },
        { "{" + SafetensorsText.Entry("a", "F32", "4611686018427387904,4", "0,4") + "}", "tensor 'a' is not of the form" },
        { "{" + SafetensorsText.Entry("a", "F32", "3", "0,8") + "}", "needs 12 bytes, its offsets hold 8" },
        { "{" + SafetensorsText.Entry("a", "F16", "1", "0,4") + "}", "needs 2 bytes, its offsets hold 4" },
        { "{" + SafetensorsText.Entry("a", "Q4", "1", "0,4") + "}", "the unknown type 'Q4'" },
        { "{" + SafetensorsText.Entry("a", "F32", string.Join(',', Enumerable.Repeat(1, 17)), "0,4") + "}", "has 17 axes, at most 16 are read" },
        { "{\"a\":" + string.Concat(Enumerable.Repeat("[", 5000)), "not valid JSON" },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public void Open_UnsoundHeader_IsRefusedWithFileAndThing(string header, string thing)
    {
        System.IO.File.WriteAllBytes(Path, SafetensorsText.File(header, DataBytes));

        var exception = Assert.Throws<CheckpointException>(() => SafetensorsFile.Open(Path));

        Assert.StartsWith(Path, exception.Message, StringComparison.Ordinal);
        Assert.Contains(thing, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0ul)]
    [InlineData(3ul)]
    [InlineData(1000ul)]
    [InlineData(16_000_001ul)]
    [InlineData(0x7fff_ffff_ffff_fff0ul)]
    [InlineData(ulong.MaxValue)]
    public void Open_AbsurdHeaderLength_IsRefusedBeforeAnythingOfThatSizeIsMade(ulong claimed)
    {
        System.IO.File.WriteAllBytes(Path, SafetensorsText.File("{" + SafetensorsText.Entry("a", "F32", "1", "0,4") + "}", DataBytes, claimed));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var exception = Assert.Throws<CheckpointException>(() => SafetensorsFile.Open(Path));

        Assert.StartsWith(Path, exception.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Open_NameThatSteersTerminals_IsShownWithoutItsControls()
    {
        System.IO.File.WriteAllBytes(Path, SafetensorsText.File("{" + SafetensorsText.Entry("\\u001b[2J" + new string('x', 9000), "F32", "3", "0,8") + "}", DataBytes));

        var message = Assert.Throws<CheckpointException>(() => SafetensorsFile.Open(Path)).Message;

        Assert.DoesNotContain(message, char.IsControl);
        Assert.InRange(message.Length, 100, 2100);
    }

    [Fact]
    public void Open_MissingFileOrFolder_IsRefused()
    {
        Assert.Contains("cannot be opened", Assert.Throws<CheckpointException>(() => SafetensorsFile.Open(Path)).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be opened", Assert.Throws<CheckpointException>(() => SafetensorsFile.Open(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FileThatBecameShorter_IsRefusedNotFatal()
    {
        System.IO.File.WriteAllBytes(Path, SafetensorsText.File("{" + SafetensorsText.Entry("a", "F32", "16", "0,64") + "}", DataBytes));
        using var file = SafetensorsFile.Open(Path);
        using (var cut = new FileStream(Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            cut.SetLength(cut.Length - 10);

        Assert.Contains("the file ends at byte", Assert.Throws<CheckpointException>(() => file.ReadSingles("a")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_AnyMadeUpHeader_IsRefusedOrEveryTensorLiesInTheFileAlone()
    {
        var number = Gen.OneOf(Gen.Choose(-2, 40).Select(i => (long)i), Gen.Elements(long.MaxValue, long.MinValue, int.MaxValue, 1L << 62, 64L, 63L));
        var type = Gen.Elements("F32", "F16", "BF16", "I64", "U8", "BOOL", "F64", "C64", "");
        var entry =
            from name in Gen.Elements("a", "b", "c", "d", "__metadata__")
            from dtype in type
            from shape in number.ListOf().Select(list => list.Take(4))
            from start in number
            from sound in Gen.Choose(0, 3)
            from end in number
            select SafetensorsText.Entry(name, dtype, string.Join(',', shape), $"{start},{(sound > 0 ? unchecked(start + Size(dtype, shape)) : end)}");
        var headers = entry.ListOf().Select(entries => "{" + string.Join(',', entries.Take(5)) + "}");
        Prop.ForAll(headers.ToArbitrary(), header =>
        {
            System.IO.File.WriteAllBytes(Path, SafetensorsText.File(header, DataBytes));
            OpensSoundOrIsRefused();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));
    }

    [Fact]
    public void Open_TruncatedOrFlippedCheckpoint_IsRefusedOrReadsCleanly()
    {
        var original = System.IO.File.ReadAllBytes(System.IO.Path.Combine(ModelStores.Checkpoints.Mini, "model.fp16.safetensors"));
        var header = 8 + BitConverter.ToInt32(original);
        var damage =
            from cut in Gen.OneOf(Gen.Constant(original.Length), Gen.Choose(0, original.Length), Gen.Choose(0, header))
            from flips in Gen.Choose(0, header - 1).Two().ListOf()
            select (cut, flips);
        Prop.ForAll(damage.ToArbitrary(), given =>
        {
            var bytes = (byte[])original.Clone();
            foreach (var (place, value) in given.flips.Take(8))
                bytes[place] = (byte)value;
            System.IO.File.WriteAllBytes(Path, bytes[..given.cut]);
            OpensSoundOrIsRefused();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));
    }

    private static long Size(string type, IEnumerable<long> shape) =>
        shape.Aggregate(type switch { "F32" => 4L, "F16" or "BF16" => 2, "I64" or "F64" => 8, _ => 1 }, (product, size) => unchecked(product * size));

    private void OpensSoundOrIsRefused()
    {
        try
        {
            using var file = SafetensorsFile.Open(Path);
            var ends = 0L;
            foreach (var entry in file.Entries.Where(entry => entry.Length > 0).OrderBy(entry => entry.Offset))
            {
                Assert.InRange(entry.Offset, Math.Max(8, ends), new FileInfo(Path).Length - entry.Length);
                ends = entry.Offset + entry.Length;
                var bytes = new byte[entry.Length];
                file.CopyBytes(entry, 0, bytes);
                if (entry.Type is TensorType.F32 or TensorType.F16 or TensorType.BF16 or TensorType.F64)
                    Assert.Equal(entry.ElementCount, file.ReadSingles(entry.Name).Length);
            }
        }
        catch (CheckpointException e)
        {
            Assert.StartsWith(Path, e.Message, StringComparison.Ordinal);
        }
    }
}
