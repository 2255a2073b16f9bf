namespace Hunyuan3D.Inference.Geometry.Reduction;

/// <summary>What a collapse does to the faces around its edge.</summary>
internal enum LinkVerdict
{
    Fine,

    /// <summary>A face becomes a sliver.</summary>
    Sliver,

    /// <summary>A normal turns too far.</summary>
    Turns,
}
