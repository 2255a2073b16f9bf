using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using Hunyuan3D.Inference;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Tests.Inference.Imaging.Files;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Imaging;

/// <summary>
/// Whatever the bytes, decoding gives a picture within the limits or a <see cref="StageInputException"/>, soon and in bounded memory.
/// </summary>
public sealed class ImageCodecFuzzTests
{
    private const int Cases = 10_000;

    private static readonly ImageLimits Limits = new() { MaxSide = 256, MaxPixels = 128 * 128, MaxFileBytes = 64 * 1024 };

    /// <summary>
    /// Managed bytes of one decode: 16-bit pixels (8 bytes), the picture and its upright copy (4 each), the file's data twice, and small
    /// change.
    /// </summary>
    private static readonly long ManagedBound = Limits.MaxPixels * (8 + 4 + 4) + 2 * Limits.MaxFileBytes + 128 * 1024;

    /// <summary>
    /// Growth of the whole process, native memory included: far above noise, far below what one leaked buffer per case would take.
    /// </summary>
    private const long ProcessBound = 400L * 1024 * 1024;

    private static readonly TimeSpan LongestCase = TimeSpan.FromSeconds(5);

    [Fact(Timeout = 240_000)]
    public Task Decode_MutatedHeadersAndRandomBytes_NeverCrashesHangsOrEatsMemory() => Task.Run(() =>
    {
        using var process = Process.GetCurrentProcess();
        var before = process.WorkingSet64;
        var (ran, decoded) = (0, 0);
        Prop.ForAll(Arb.From(Files()), file =>
        {
            ran++;
            if (DecodesOrRefuses(file))
                decoded++;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Cases).WithQuietOnSuccess(true));
        Assert.Equal(Cases, ran);
        process.Refresh();
        Assert.InRange(process.WorkingSet64 - before, long.MinValue, ProcessBound);
        // The mutations must be mild enough to reach the decoders' depths.
        Assert.InRange(decoded, Cases / 50, Cases);
    });

    private static bool DecodesOrRefuses(byte[] file)
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var clock = Stopwatch.StartNew();
        var decoded = false;
        try
        {
            var picture = ImageCodec.Decode(file, Limits);
            Assert.InRange((long)picture.Width * picture.Height, 4, Limits.MaxPixels);
            decoded = true;
        }
        catch (StageInputException exception)
        {
            Assert.Equal("image", exception.Field);
            Assert.NotEmpty(exception.Message);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, ManagedBound);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, LongestCase);
        return decoded;
    }

    private static Gen<byte[]> Files()
    {
        var bytes = Gen.Choose(0, 255).Select(value => (byte)value);
        var sample = Gen.Elements(SampleFiles.All.Select(pair => pair.File).ToArray());
        var mutated = sample.SelectMany(file
            => Gen.Choose(1, 4).SelectMany(count => Gen.ListOf(Edit(file.Length), count)).Select(edits => Apply(file, edits)));
        var random = Gen.ArrayOf(bytes);
        var randomBehindMagic = sample.SelectMany(file
            => Gen.Choose(4, 40).SelectMany(kept => random.Select(tail => (byte[])[.. file.Take(kept), .. tail])));
        return Gen.Frequency((8, mutated), (1, random), (1, randomBehindMagic));
    }

    /// <summary>What to do, where (half of the time in the header), with which value.</summary>
    private static Gen<(int Kind, int At, int Value)> Edit(int length)
        => Gen.Choose(0, 5).SelectMany(kind => Gen.OneOf(Gen.Choose(0, Math.Min(63, length - 1)), Gen.Choose(0, length - 1))
            .SelectMany(at => Gen.OneOf(Gen.Choose(0, 255), Gen.Elements(0, 1, 127, 128, 254, 255)).Select(value => (kind, at, value))));

    private static byte[] Apply(byte[] original, IEnumerable<(int Kind, int At, int Value)> edits)
    {
        var file = new List<byte>(original);
        foreach (var (kind, where, value) in edits)
        {
            var at = Math.Min(where, file.Count);
            switch (kind)
            {
                case 0 when at < file.Count:
                    file[at] = (byte)value;
                    break;
                case 1 when at < file.Count:
                    file[at] ^= (byte)(1 << value % 8);
                    break;
                case 2:
                    file.Insert(at, (byte)value);
                    break;
                case 3:
                    file.RemoveRange(at, Math.Min(value % 8, file.Count - at));
                    break;
                case 4:
                    file.RemoveRange(at, value < 16 ? file.Count - at : 0);
                    break;
                case 5:
                    file.InsertRange(at, file.GetRange(at, Math.Min(value, file.Count - at)));
                    break;
            }
        }

        return [.. file];
    }
}
