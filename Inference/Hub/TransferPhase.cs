namespace Hunyuan3D.Inference.Hub;

/// <summary>What is being done with a file.</summary>
public enum TransferPhase
{
    Downloading,

    /// <summary>Its hash is computed.</summary>
    Verifying,

    /// <summary>It has its final name.</summary>
    Complete,
}
