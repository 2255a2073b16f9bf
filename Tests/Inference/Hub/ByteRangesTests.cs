using Hunyuan3D.Inference.Hub;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Hub;

public sealed class ByteRangesTests
{
    /// <summary>Against one flag for every byte.</summary>
    [Fact]
    public void Add_RandomRanges_AreThoseOfTheFlags()
    {
        var random = new Random(5);
        for (var round = 0; round < 200; round++)
        {
            var length = random.Next(1, 60);
            var flags = new bool[length];
            var ranges = new ByteRanges();
            for (var i = 0; i < 12; i++)
            {
                var from = random.Next(length + 1);
                var to = from + random.Next(length + 1 - from);
                ranges.Add(from, to);
                flags.AsSpan(from, to - from).Fill(true);
                Assert.Equal(flags.LongCount(flag => flag), ranges.Count);
            }

            Assert.All(ranges.Ranges.Zip(ranges.Ranges.Skip(1)), pair => Assert.True(pair.First.To < pair.Second.From));
            var missing = ranges.Missing(length, largest: 7);
            Assert.All(missing, piece => Assert.InRange(piece.To - piece.From, 1, 7));
            foreach (var (from, to) in missing)
            {
                for (var at = from; at < to; at++)
                {
                    Assert.False(flags[at]);
                    flags[at] = true;
                }
            }

            Assert.All(flags, Assert.True);
        }
    }

    [Fact]
    public void Missing_NothingThere_IsAllInPieces() => Assert.Equal([(0L, 4L), (4L, 8L), (8L, 10L)], new ByteRanges().Missing(10, 4));

    [Fact]
    public void Missing_NoBytes_IsNothing() => Assert.Empty(new ByteRanges().Missing(0, 4));
}
