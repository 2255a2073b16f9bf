using FsCheck;
using FsCheck.Fluent;
using Hunyuan3D.Grains.Generation;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Tests.Grains.Scheduling;
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

    /// <summary>Whatever the options: a failing job ends after exactly its retries, waits grow up to the limit, and jitter stays within its share.</summary>
    [Fact]
    public void Policy_AnyOptions_BoundsHold()
        => Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), number =>
        {
            var random = new EventChoices();
            random.Begin(number);
            var options = new RetryOptions
            {
                MaxRetries = random.Next(101),
                FirstDelay = TimeSpan.FromSeconds(random.Next(86_401)),
                MaxDelay = TimeSpan.FromSeconds(random.Next(7 * 86_400)),
                Jitter = random.NextDouble(),
            };
            var policy = new RetryPolicy(options);
            var transient = new GenerationFailure(GenerationFailureCode.Transient, null, "", Retryable: true);
            Assert.Equal(options.MaxRetries, Enumerable.Range(0, 200).TakeWhile(retries => policy.Allows(transient, retries)).Count());
            var middle = TimeSpan.Zero;
            for (var retry = 1; retry <= options.MaxRetries; retry++)
            {
                var (least, sample, most) = (policy.Delay(retry, 0), policy.Delay(retry, random.NextDouble()), policy.Delay(retry, 1));
                Assert.True(TimeSpan.Zero <= least && least <= sample && sample <= most);
                Assert.True(most <= options.MaxDelay * (1 + options.Jitter) + TimeSpan.FromMilliseconds(1));
                Assert.True(policy.Delay(retry, 0.5) >= middle);
                middle = policy.Delay(retry, 0.5);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
}
