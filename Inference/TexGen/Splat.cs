namespace Hunyuan3D.Inference.TexGen;

/// <summary>A pixel of a view on its way into the texture.</summary>
/// <param name="Row">Texel row, from 0 to size - 1, with its fraction.</param>
/// <param name="Column">Texel column, likewise.</param>
/// <param name="Rgba">The pixel's four bytes as the picture stores them.</param>
/// <param name="Cosine">Between surface and view, 0 where the angle is too flat.</param>
internal readonly record struct Splat(float Row, float Column, uint Rgba, float Cosine);
