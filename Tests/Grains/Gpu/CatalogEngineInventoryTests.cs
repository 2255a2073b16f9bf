using Hunyuan3D.Grains.Gpu;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Inference;
using Hunyuan3D.Inference.Imaging.Matting;
using Hunyuan3D.Inference.ShapeGen;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Gpu;

public sealed class CatalogEngineInventoryTests
{
    private readonly ModelledEngine _modelled = new();
    private readonly CatalogEngineInventory _inventory;
    private string _matting = "";

    public CatalogEngineInventoryTests() => _inventory = new CatalogEngineInventory(new EngineCatalog([new PlainEngine(), _modelled], []), new BackgroundRemover(() => null, () => _matting));

    [Fact]
    public void Offers_NoModelInstalled_LeavesTheEngineOut()
    {
        Assert.Equal(["plain"], _inventory.Offers.Select(offer => offer.Engine));
        Assert.Empty(_inventory.WarmModels);
    }

    [Fact]
    public void Offers_AnotherWayToCutOut_IsAnotherRevision()
    {
        var classical = _inventory.Offers.Single().Revision;

        _matting = "u2net abc";

        Assert.Equal($"{classical}, u2net abc", _inventory.Offers.Single().Revision);
    }

    [Fact]
    public void Offers_ModelsInstalledAndLoaded_NamesThemInTheirOrder()
    {
        _modelled.Models = [new EngineModel("second", "r2", 20, IsWarm: false), new EngineModel("first", "r1", 10, IsWarm: true)];

        var offer = _inventory.Offers.Single(offer => offer.Engine == "modelled");

        Assert.Equal(GenerationStage.Shape, offer.Stage);
        Assert.Equal([new ModelOffer("second", "r2", 20), new ModelOffer("first", "r1", 10)], offer.Models.ToArray());
        Assert.Equal(["modelled/first"], _inventory.WarmModels.ToArray());
    }

    private class PlainEngine : IShapeEngine
    {
        public virtual string Name => "plain";

        public Task<ShapeResult> GenerateAsync(ShapeRequest request, StageContext context, CancellationToken cancellationToken) => throw new NotSupportedException("Not run here.");
    }

    private sealed class ModelledEngine : PlainEngine, IModelEngine
    {
        public override string Name => "modelled";

        public IReadOnlyList<EngineModel> Models { get; set; } = [];
    }
}
