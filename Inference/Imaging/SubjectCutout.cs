namespace Hunyuan3D.Inference.Imaging;

/// <summary>A subject freed from its background.</summary>
/// <param name="Picture">Alpha is the subject's mask, soft at the edge; colours near the edge are the subject's alone. May be smaller than
/// the input.</param>
/// <param name="Source">How the mask was made.</param>
public sealed record SubjectCutout(Picture Picture, MaskSource Source);
