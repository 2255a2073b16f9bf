namespace Hunyuan3D.Grains.Generation;

/// <summary>What the grain storage keeps for a job.</summary>
[GenerateSerializer, Alias("h3d.GenerationRecord")]
internal sealed class GenerationRecord
{
    /// <summary>Null: no such job.</summary>
    [Id(0)]
    public GenerationState? State { get; set; }
}
