using Hunyuan3D.Grains.Gpu;
using Hunyuan3D.Grains.Hosting;
using Hunyuan3D.Grains.Scheduling;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Hosting;

public sealed class SectionValidatorTests
{
    [Fact]
    public void Validate_ValuesInTheirRanges_IsFine()
        => Assert.True(new SectionValidator<QueueOptions>(QueueOptions.Section).Validate(null, new QueueOptions()).Succeeded);

    [Fact]
    public void Validate_SeveralProblems_AllAreSaidWithKeyValueAndRemedy()
    {
        var options = new QueueOptions { TickPeriod = TimeSpan.FromMilliseconds(1), UnservedAfter = TimeSpan.FromDays(9) };
        var result = new SectionValidator<QueueOptions>(QueueOptions.Section).Validate(null, options);

        Assert.Equal(
            [
                "Hunyuan3D:Queue:TickPeriod is 00:00:00.0010000; expected 00:00:00.0100000 to 00:01:00. Change it, or leave it out to have the default.",
                "Hunyuan3D:Queue:UnservedAfter is 9.00:00:00; expected 00:00:01 to 7.00:00:00. Change it, or leave it out to have the default.",
            ],
            result.Failures);
    }

    [Fact]
    public void Validate_WordsAndWhatOptionsCheckThemselves_AreSaidToo()
    {
        var gpu = new SectionValidator<GpuOptions>(GpuOptions.Section).Validate(null, new GpuOptions { Device = "gpu" });
        Assert.StartsWith("Hunyuan3D:Gpu:Device is gpu; expected", Assert.Single(gpu.Failures!), StringComparison.Ordinal);

        var lanes = new PriorityLanesOptions();
        lanes.UserWeights["ann"] = -1;
        var weights = new SectionValidator<PriorityLanesOptions>(PriorityLanesOptions.Section).Validate(null, lanes);
        Assert.Equal("Hunyuan3D:Queue:UserWeights:ann is -1; expected a number above 0.", Assert.Single(weights.Failures!));
    }
}
