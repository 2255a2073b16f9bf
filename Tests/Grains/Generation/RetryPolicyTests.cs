using Hunyuan3D.Grains.Generation;
using Hunyuan3D.Grains.Interfaces.Generation;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Generation;

public sealed class RetryPolicyTests
{
    private static readonly RetryPolicy Default = new(new RetryOptions());

    [Theory]
    [InlineData(1, 60)]
    [InlineData(2, 120)]
    [InlineData(3, 240)]
    [InlineData(7, 3600)]
    [InlineData(60, 3600)]
    public void Delay_MiddleOfTheJitter_DoublesUpToTheLimit(int retry, double seconds)
        => Assert.Equal(seconds, Default.Delay(retry, 0.5).TotalSeconds, 6);

    [Fact]
    public void Delay_AnySample_StaysWithinTheJitter()
    {
        var random = new Random(1);
        for (var i = 0; i < 1000; i++) Assert.InRange(Default.Delay(1, random.NextDouble()).TotalSeconds, 48, 72);
    }

    [Fact]
    public void Allows_ThreeRetries_AndNeverForTheCaller()
    {
        var transient = new GenerationFailure(GenerationFailureCode.Transient, null, "", Retryable: true);
        Assert.True(Default.Allows(transient, 2));
        Assert.False(Default.Allows(transient, 3));
        Assert.False(Default.Allows(transient with { Retryable = false }, 0));
    }
}
