namespace Hunyuan3D.Grains.Interfaces.Gpu;

/// <summary>How the work of a lease ended on its silo.</summary>
public enum StageEnd
{
    /// <summary>Its job did not want it any more, or it was lost; says nothing about the silo.</summary>
    Void = 0,

    Completed = 1,

    /// <summary>The silo stops and handed the work back.</summary>
    HandedBack = 2,

    /// <summary>The caller's fault; says nothing about the silo.</summary>
    InvalidInput = 3,

    /// <summary>The stage failed in a way that the silo may be to blame for.</summary>
    Failed = 4,
}
