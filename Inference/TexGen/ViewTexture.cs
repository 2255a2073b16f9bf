using System.Numerics;

namespace Hunyuan3D.Inference.TexGen;

/// <summary>One view's colours brought into the texture.</summary>
/// <param name="Size">Texels per row and rows.</param>
/// <param name="Texels">[size * size], row 0 is v = 1: r, g, b in 0..1 and the cosine between the surface and the view; zero where the view says nothing.</param>
internal sealed record ViewTexture(int Size, Vector4[] Texels);
