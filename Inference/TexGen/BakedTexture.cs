using System.Numerics;

namespace Hunyuan3D.Inference.TexGen;

/// <summary>Several views merged into one texture.</summary>
/// <param name="Size">Texels per row and rows.</param>
/// <param name="Colours">[size * size], row 0 is v = 1: r, g, b in 0..1; zero where no view says anything.</param>
/// <param name="Trusted">[size * size]: whether a texel has a colour.</param>
internal sealed record BakedTexture(int Size, Vector3[] Colours, bool[] Trusted);
