using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.Networks;
using Hunyuan3D.Tests.Inference.TexGen.Diffusion;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Checkpoints;

public sealed class HostileConfigTests : IDisposable
{
    private static readonly string Sound = System.IO.File.ReadAllText(Path.Combine(ModelStores.Checkpoints.Mini, "config.yaml"));

    private readonly TempFolder _folder = new();

    private string File => Path.Combine(_folder.Path, "config.yaml");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "expected one YAML mapping")]
    [InlineData("7", "expected one YAML mapping")]
    [InlineData("a: 1\n---\nb: 2", "expected one YAML mapping")]
    [InlineData("a: [", "cannot be read")]
    [InlineData("a: 1\na: 2", "cannot be read")]
    [InlineData("model: 7", "scheduler: expected a mapping")]
    [InlineData("a: &a 1", "has an anchor or alias, which configs do not use")]
    [InlineData("a: *b", "has an anchor or alias, which configs do not use")]
    public void Read_NoConfig_IsRefusedWithFileAndThing(string text, string thing) => Assert.Contains(thing, Refused(text), StringComparison.Ordinal);

    [Fact]
    public void Read_AliasBomb_IsRefusedAtItsFirstLine()
    {
        var lines = Enumerable.Range(1, 40).Select(level => $"a{level}: &a{level} [{string.Join(',', Enumerable.Repeat($"*a{level - 1}", 9))}]");

        Assert.Contains("line 1 has an anchor", Refused("a0: &a0 [x]\n" + string.Join('\n', lines)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    public void Read_NestedWithoutEnd_IsRefusedBeforeTheStackIsUsedUp(string opening) =>
        Assert.Contains("nested deeper than 64", Refused("a: " + string.Concat(Enumerable.Repeat(opening, 20_000))), StringComparison.Ordinal);

    [Fact]
    public void Read_HugeFile_IsRefusedUnread()
    {
        using (var stream = System.IO.File.Create(File))
            stream.SetLength(1L << 40);

        Assert.Contains("a config has at most 1048576", Assert.Throws<CheckpointException>(() => ShapeModelConfig.Read(File)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hidden_size: 32", "hidden_size: 0", "model.params.hidden_size: expected a whole number from 1 to 1048576, found '0'")]
    [InlineData("hidden_size: 32", "hidden_size: 1e300", "model.params.hidden_size: expected a whole number of at most 2147483647, found '1e300'")]
    [InlineData("hidden_size: 32", "hidden_size: 32.5", "model.params.hidden_size: expected a whole number")]
    [InlineData("hidden_size: 32", "hidden_size: wide", "model.params.hidden_size: expected a number, found 'wide'")]
    [InlineData("hidden_size: 32", "hidden_size: [32]", "model.params.hidden_size: expected a text")]
    [InlineData("hidden_size: 32", "hiddensize: 32", "model.params.hidden_size: expected a text")]
    [InlineData("num_heads: 4", "num_heads: 5", "num_heads is 5, which does not divide hidden_size, 32")]
    [InlineData("qkv_bias: true", "qkv_bias: maybe", "qkv_bias: expected true or false, found 'maybe'")]
    public void Read_WrongValue_IsRefusedByItsPath(string right, string wrong, string thing)
    {
        Assert.Contains(right, Sound, StringComparison.Ordinal);

        Assert.Contains(thing, Refused(Sound.Replace(right, wrong, StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AnyValueReplaced_IsRefusedOrBounded()
    {
        var lines = Sound.Split('\n');
        var valued = Enumerable.Range(0, lines.Length).Where(i => lines[i].Contains(": ", StringComparison.Ordinal)).ToArray();
        var damage =
            from line in Gen.Elements(valued)
            from value in Gen.Elements("-1", "0", "1", "2147483647", "9223372036854775807", "1e308", "-1e308", ".nan", ".inf", "x", "[]", "{}", "[1, 2]", "null", "", "true", "0.5", "'", "!!binary AAAA", "- 1")
            select (line, value);
        Prop.ForAll(damage.ToArbitrary(), given =>
        {
            var changed = (string[])lines.Clone();
            changed[given.line] = changed[given.line][..(changed[given.line].IndexOf(": ", StringComparison.Ordinal) + 2)] + given.value;
            System.IO.File.WriteAllText(File, string.Join('\n', changed));
            try
            {
                var config = ShapeModelConfig.Read(File);
                Assert.InRange(config.Denoiser.Depth, 1, 512);
                Assert.InRange(config.Conditioner?.Grid ?? 1, 0, 146);
            }
            catch (CheckpointException e)
            {
                Assert.StartsWith(File, e.Message, StringComparison.Ordinal);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Theory]
    [InlineData("\"block_out_channels\"", "[0, 1, 2, 3]")]
    [InlineData("\"block_out_channels\"", "[[1], 1, 2, 3]")]
    [InlineData("\"block_out_channels\"", "7")]
    [InlineData("\"in_channels\"", "-4")]
    [InlineData("\"norm_num_groups\"", "1e99")]
    public void Read_UnetConfigWithAnAbsurdValue_IsRefusedByItsPath(string key, string value)
    {
        var text = System.IO.File.ReadAllText(Path.Combine(PaintCheckpoints.Paint, "unet", "config.json"));
        var place = text.IndexOf(key, StringComparison.Ordinal) + key.Length + 1;
        var end = text[place..].TrimStart().StartsWith('[') ? text.IndexOf(']', place) + 1 : text.IndexOf(',', place);
        System.IO.File.WriteAllText(File, string.Concat(text.AsSpan(0, place), value, text.AsSpan(end)));

        Assert.Contains(key.Trim('"'), Assert.Throws<CheckpointException>(() => StableDiffusionUNetConfig.Read(File)).Message, StringComparison.Ordinal);
    }

    private string Refused(string text)
    {
        System.IO.File.WriteAllText(File, text);
        var start = Stopwatch.GetTimestamp();
        var message = Assert.Throws<CheckpointException>(() => ShapeModelConfig.Read(File)).Message;
        Assert.StartsWith(File, message, StringComparison.Ordinal);
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        return message;
    }
}
