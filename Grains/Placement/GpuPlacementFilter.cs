using Hunyuan3D.Grains.Interfaces.Generation;
using Orleans.Metadata;
using Orleans.Placement;

namespace Hunyuan3D.Grains.Placement;

/// <summary>Marks grains for <see cref="GpuPlacementFilterDirector"/> with the stage they run.</summary>
internal sealed class GpuPlacementFilter(GenerationStage stage) : PlacementFilterStrategy(order: 0)
{
    private const string StageProperty = "stage";

    /// <summary>For the runtime, which then reads the stage from the grain type's properties.</summary>
    public GpuPlacementFilter()
        : this(default)
    {
    }

    public GenerationStage Stage { get; private set; } = stage;

    public override void AdditionalInitialize(GrainProperties properties)
        => Stage = Enum.Parse<GenerationStage>(GetPlacementFilterGrainProperty(StageProperty, properties) ?? throw new ArgumentException("The grain type names no stage.", nameof(properties)));

    protected override IEnumerable<KeyValuePair<string, string>> GetAdditionalGrainProperties(
        IServiceProvider services, Type grainClass, GrainType grainType, IReadOnlyDictionary<string, string> existingProperties)
        => [new(StageProperty, Stage.ToString())];
}
