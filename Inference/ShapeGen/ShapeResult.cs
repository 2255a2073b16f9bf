using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.Imaging;

namespace Hunyuan3D.Inference.ShapeGen;

/// <summary>A cleaned, reduced mesh and what was found on the way.</summary>
/// <param name="Cutouts">The pictures with the background removed (alpha = subject), in the frame of the input pictures; the texture stage uses these.</param>
/// <param name="MaskSource">How the front picture's subject was found.</param>
/// <param name="Seconds">Wall time by step, in order, for example <c>("marching-cubes", 0.12)</c>.</param>
public sealed record ShapeResult(
    TriangleMesh Mesh,
    ViewPictures Cutouts,
    MaskSource MaskSource,
    IReadOnlyList<KeyValuePair<string, double>> Seconds)
{
    /// <summary>Null for engines without models.</summary>
    public ModelUse? Model { get; init; }

    /// <summary>How the volume was decoded, for example <c>hierarchical</c> or <c>flashvdm-merge</c>; null: not said.</summary>
    public string? Decoder { get; init; }
}
