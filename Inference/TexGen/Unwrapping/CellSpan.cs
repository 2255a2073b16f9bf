namespace Hunyuan3D.Inference.TexGen.Unwrapping;

/// <summary>Cells <c>[Start, Start + Length)</c> of one row of a chart's raster.</summary>
internal readonly record struct CellSpan(int Row, int Start, int Length);
