using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Grains.Scheduling;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Scheduling;

public sealed class OffersInForceTests
{
    private static readonly EngineOffer Old = Offer("w1");
    private static readonly EngineOffer New = Offer("w2");
    private static readonly EngineOffer Texture = new("hunyuan3d", GenerationStage.Texture);

    private readonly OffersInForce _offers = new();

    [Fact]
    public void All_ModelImportedAnew_IsTheNewOneAlone()
    {
        _offers.Replace([], [Old]);
        _offers.Replace([Old], [New]);
        Assert.Equal([New], _offers.All.ToArray());
    }

    [Fact]
    public void All_SilosDiffer_IsBothUntilTheLastOfOneIsGone()
    {
        _offers.Replace([], [Old]);
        _offers.Replace([], [Old]);
        _offers.Replace([], [New]);
        Assert.Equal(2, _offers.All.Length);
        _offers.Replace([Old], []);
        Assert.Equal(2, _offers.All.Length);
        _offers.Replace([Old], []);
        Assert.Equal([New], _offers.All.ToArray());
    }

    [Fact]
    public void All_NobodyRunsAStageNow_IsTheLastWhoDid()
    {
        _offers.Replace([], [Old, Texture]);
        _offers.Replace([Old, Texture], [New]);
        Assert.Equal(new HashSet<EngineOffer> { New, Texture }, _offers.All.ToHashSet());
        _offers.Replace([New], []);
        Assert.Equal(new HashSet<EngineOffer> { New, Texture }, _offers.All.ToHashSet());
    }

    [Fact]
    public void All_Expected_CountsOnlyWhileNothingIsKnown()
    {
        _offers.Expect([Old]);
        Assert.Equal([Old], _offers.All.ToArray());
        _offers.Replace([], [New]);
        Assert.Equal([New], _offers.All.ToArray());
        _offers.Replace([New], []);
        _offers.Expect([Old]);
        Assert.Equal([New], _offers.All.ToArray());
    }

    private static EngineOffer Offer(string weights) => new("hunyuan3d", GenerationStage.Shape) { Models = [new ModelOffer("mini", weights)] };
}
