namespace Hunyuan3D.Inference.ShapeGen;

/// <summary>A volume holds no surface at the asked level, so no mesh can be made of it.</summary>
public sealed class NoSurfaceException : Exception
{
    public NoSurfaceException(string message)
        : base(message)
    {
    }
}
