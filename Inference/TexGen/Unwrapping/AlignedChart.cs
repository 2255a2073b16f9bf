namespace Hunyuan3D.Inference.TexGen.Unwrapping;

/// <summary>A chart turned to its smallest enclosing rectangle, which has its lower left corner at the origin; with what packing asks of it.</summary>
/// <param name="Width">Of the rectangle, in units.</param>
/// <param name="Height">Of the rectangle, in units.</param>
/// <param name="Area">Of the faces in the plane.</param>
/// <param name="Border">Vertices of the chart, two for each edge that only one face has.</param>
/// <param name="BorderLength">The length of those edges in the plane.</param>
internal sealed record AlignedChart(Chart Chart, double Width, double Height, double Area, int[] Border, double BorderLength);
