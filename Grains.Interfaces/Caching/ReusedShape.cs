using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;

namespace Hunyuan3D.Grains.Interfaces.Caching;

/// <summary>What the shape stage of another job made, for a job that would make the same.</summary>
[GenerateSerializer, Immutable, Alias("h3d.ReusedShape")]
public sealed record ReusedShape([property: Id(0)] ShapeProduct Product, [property: Id(1)] ShapeSource Source);
