namespace Hunyuan3D.Grains.Interfaces.Generation;

/// <summary>A file format a model can be downloaded in.</summary>
public enum ModelFormat
{
    /// <summary>glTF binary: Y up, metres, PBR material, embedded texture.</summary>
    Glb = 0,

    /// <summary>A zip of OBJ, MTL and PNG.</summary>
    Obj = 1,

    /// <summary>Binary STL: millimetres, Z up, no texture.</summary>
    Stl = 2,

    /// <summary>Binary PLY with vertex colours.</summary>
    Ply = 3,
}
