using Xunit;

namespace Hunyuan3D.Tests.Grains.Scheduling;

/// <summary>The checker itself: a fault is found and told in its shortest form.</summary>
public sealed class RandomHistoriesTests
{
    [Fact]
    public void Check_FaultNeedsTwoEvents_HistoryIsShortenedToThem()
    {
        var shortest = int.MaxValue;
        Assert.ThrowsAny<Exception>(() => RandomHistories.Check(20, 400, history =>
        {
            if (history.Count(number => number % 7 == 0) < 2) return;
            shortest = Math.Min(shortest, history.Length);
            throw new InvalidOperationException("two multiples of seven");
        }));
        Assert.Equal(2, shortest);
    }
}
