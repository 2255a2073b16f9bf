namespace Hunyuan3D.Inference.TexGen.Unwrapping;

/// <summary>Where a chart lies.</summary>
/// <param name="X">Cells from the left.</param>
/// <param name="Y">Cells from the bottom.</param>
/// <param name="Turn">Quarter turns counter-clockwise.</param>
/// <param name="Width">Cells across before the turn.</param>
/// <param name="Height">Cells up before the turn.</param>
internal readonly record struct AtlasPlacement(int X, int Y, int Turn, int Width, int Height);
