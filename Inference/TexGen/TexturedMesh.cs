using Hunyuan3D.Inference.Imaging;

namespace Hunyuan3D.Inference.TexGen;

/// <summary>A mesh with UVs and its base colour texture (sRGB, opaque).</summary>
public sealed record TexturedMesh(UvMesh Geometry, Picture BaseColor);
