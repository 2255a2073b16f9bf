namespace Hunyuan3D.Grains.Interfaces.Export;

/// <summary>A part of a finished model.</summary>
public enum ModelPart
{
    /// <summary>The mesh alone, as a GLB.</summary>
    Mesh = 0,

    /// <summary>The base colour texture, as a PNG.</summary>
    Texture = 1,
}
