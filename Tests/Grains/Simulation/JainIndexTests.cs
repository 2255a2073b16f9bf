using Hunyuan3D.Grains.Simulation;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Simulation;

public sealed class JainIndexTests
{
    [Fact]
    public void Of_AllAlike_IsOne() => Assert.Equal(1, JainIndex.Of([3, 3, 3], [9, 9, 9]), 12);

    [Fact]
    public void Of_OneHasAll_IsOneOfAll() => Assert.Equal(0.25, JainIndex.Of([8, 0, 0, 0], [8, 8, 8, 8]), 12);

    [Fact]
    public void Of_WhoAsksForLittleGetsLittle_IsFair() => Assert.Equal(1, JainIndex.Of([1, 4, 4], [1, 20, 7]), 12);

    [Fact]
    public void Of_TwoToOne_IsNineTenths() => Assert.Equal(0.9, JainIndex.Of([4, 2], [9, 9]), 12);

    [Theory]
    [InlineData(9, 4)]
    [InlineData(3, 1)]
    public void MaxMinLevel_OneTwentySeven_DividesTheRestEvenly(double total, double level) => Assert.Equal(level, JainIndex.MaxMinLevel([1, 20, 7], total), 12);

    [Fact]
    public void MaxMinLevel_EnoughForAll_HasNoBound() => Assert.Equal(double.PositiveInfinity, JainIndex.MaxMinLevel([1, 2], 3.5));
}
