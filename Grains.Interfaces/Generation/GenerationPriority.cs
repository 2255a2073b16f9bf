namespace Hunyuan3D.Grains.Interfaces.Generation;

/// <summary>Who goes first. A higher class is served before a lower one, and ageing keeps the lower one from starving.</summary>
public enum GenerationPriority
{
    Batch = 0,
    Standard = 1,
    Interactive = 2,
}
