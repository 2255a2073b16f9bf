namespace Hunyuan3D.Inference.ModelStore;

/// <summary>What an imported model does.</summary>
public enum ModelKind
{
    /// <summary>Pictures to a mesh.</summary>
    Shape = 0,

    /// <summary>A mesh and pictures to views of its texture.</summary>
    Paint = 1,

    /// <summary>Takes light and shadow out of a picture.</summary>
    Delight = 2,

    /// <summary>A picture to the mask of its subject.</summary>
    Matting = 3,
}
