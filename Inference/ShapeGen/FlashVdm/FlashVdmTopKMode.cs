namespace Hunyuan3D.Inference.ShapeGen.FlashVdm;

/// <summary>How a group of points at a finer level chooses the keys it attends to.</summary>
public enum FlashVdmTopKMode
{
    /// <summary>The keys of the largest mean product with a sample of the group's queries; every head chooses for itself.</summary>
    Mean = 0,

    /// <summary>Every key that some sampled query gives more than 1e-6 of its attention, averaged over the heads; the same for all heads.</summary>
    Merge = 1,
}
