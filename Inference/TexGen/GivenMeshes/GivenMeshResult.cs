using Hunyuan3D.Inference.Imaging;

namespace Hunyuan3D.Inference.TexGen.GivenMeshes;

/// <summary>What a texture engine needs, made from a given mesh.</summary>
/// <param name="Cutouts">The pictures without their background.</param>
/// <param name="MaskSource">How the front picture's subject was found.</param>
/// <param name="Rest">The stage's context for what follows: its progress goes on from where this ended.</param>
/// <param name="Seconds">Wall time by step, in order.</param>
public sealed record GivenMeshResult(
    PreparedMesh Mesh,
    ViewPictures Cutouts,
    MaskSource MaskSource,
    StageContext Rest,
    IReadOnlyList<KeyValuePair<string, double>> Seconds);
