using Hunyuan3D.Grains.Generation;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Generation;

public sealed class ProgressEstimateTests
{
    [Fact]
    public void Of_ShapeOnlyHalfDone_HasAsMuchToGo()
    {
        var progress = Estimate(GenerationStage.Shape, alone: true, fraction: 0.5, stageSeconds: 10);
        Assert.Equal(0.5, progress.Fraction, 9);
        Assert.Equal(10, progress.Remaining!.Value.TotalSeconds, 6);
    }

    [Fact]
    public void Of_ShapeOfATexturedJob_CountsTheTextureStageToo()
    {
        var progress = Estimate(GenerationStage.Shape, alone: false, fraction: 0.5, stageSeconds: 25);
        Assert.Equal(25.0 / 85, progress.Fraction, 9);
        Assert.Equal(25 + 35, progress.Remaining!.Value.TotalSeconds, 6);
    }

    [Fact]
    public void Of_TextureOfAGivenMeshHalfDone_HasAsMuchToGo()
    {
        var progress = Estimate(GenerationStage.Texture, alone: true, fraction: 0.5, stageSeconds: 10);
        Assert.Equal(0.5, progress.Fraction, 9);
        Assert.Equal(10, progress.Remaining!.Value.TotalSeconds, 6);
    }

    [Fact]
    public void Of_EndOfTheLastStage_IsOne()
    {
        var progress = Estimate(GenerationStage.Texture, alone: false, fraction: 1, stageSeconds: 35);
        Assert.Equal(1, progress.Fraction, 9);
        Assert.Equal(0, progress.Remaining!.Value.TotalSeconds, 6);
    }

    [Fact]
    public void Of_JustBegun_GivesNoEstimate() => Assert.Null(Estimate(GenerationStage.Shape, alone: false, fraction: 0.01, stageSeconds: 1).Remaining);

    private static GenerationProgress Estimate(GenerationStage stage, bool alone, double fraction, double stageSeconds)
        => ProgressEstimate.Of(stage, alone, new StageProgressReport("step", 1, 2, fraction), TimeSpan.FromSeconds(stageSeconds), TimeSpan.FromSeconds(100));
}
