namespace Hunyuan3D.Inference.ShapeGen;

/// <summary>Samples an implicit field on a grid over [-bounds, bounds]^3, everywhere or only near its surface.</summary>
public interface IVolumeDecoder
{
    /// <param name="field">The solid.</param>
    /// <param name="octreeResolution">Cells along an axis.</param>
    /// <param name="mcLevel">The logit of the surface that will be extracted.</param>
    /// <param name="progress">Share done, 0 to 1; null: nobody watches.</param>
    VoxelGrid Decode(IImplicitField field, int octreeResolution, float mcLevel, IProgress<double>? progress, CancellationToken cancellationToken);
}
