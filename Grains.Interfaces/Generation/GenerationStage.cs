namespace Hunyuan3D.Grains.Interfaces.Generation;

/// <summary>The stages of a job, in order.</summary>
public enum GenerationStage
{
    Shape = 0,
    Texture = 1,
}
