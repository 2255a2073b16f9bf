using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.TexGen.Delight;
using Hunyuan3D.Tests.Golden;
using Hunyuan3D.Tests.Inference.Imaging;
using Xunit;

namespace Hunyuan3D.Tests.Inference.TexGen.Delight;

/// <summary>The official code's work on a picture before and after the network that removes light.</summary>
public sealed class DelightPictureTests
{
    // Levels are truncated: where a value ends on a level, the order of a sum decides.
    private const int Levels = 1;

    public static TheoryData<string> Recorded()
    {
        using var golden = GoldenSet.Expected("paint", "image");
        return [.. golden.Entries.Select(entry => entry.Name.Split('.')[0]).Where(name => name.StartsWith("delight", StringComparison.Ordinal)).Distinct()];
    }

    [Theory]
    [MemberData(nameof(Recorded))]
    public void Input_RecordedPicture_IsEqualToTheOfficial(string name)
    {
        using var golden = GoldenSet.Expected("paint", "image");
        var picture = new DelightPicture(GoldenPictures.Read(golden, $"{name}.in_u8"));
        Assert.Equal(GoldenPictures.Read(golden, $"{name}.model_in_u8").Pixels, picture.Input.Pixels);
    }

    [Theory]
    [MemberData(nameof(Recorded))]
    public void Finish_RecordedAnswer_IsEqualToTheOfficial(string name)
    {
        using var golden = GoldenSet.Expected("paint", "image");
        var picture = new DelightPicture(GoldenPictures.Read(golden, $"{name}.in_u8"));
        var finished = picture.Finish(GoldenPictures.Read(golden, $"{name}.model_out_u8"));
        var expected = GoldenPictures.Read(golden, $"{name}.out_u8").Pixels;
        Assert.Equal(expected.Length, finished.Pixels.Length);
        var off = expected.Zip(finished.Pixels).Select(pair => Math.Abs(pair.First - pair.Second)).ToList();
        Assert.True(off.Max() <= Levels, $"off by {off.Max()}");
        Assert.True(off.Count(difference => difference > 0) <= 0.001 * off.Count, $"{off.Count(difference => difference > 0)} of {off.Count} differ");
    }

    [Fact]
    public void Finish_AnswerOfOneColour_IsKept()
    {
        var (flat, answer) = (new Picture(8, 8), new Picture(8, 8));
        Array.Fill(flat.Pixels, (byte)255);
        for (var i = 0; i < answer.Pixels.Length; i++)
            answer.Pixels[i] = i % 4 == 3 ? (byte)255 : (byte)90;
        Assert.Equal(answer.Pixels, new DelightPicture(flat).Finish(answer).Pixels);
    }
}
