namespace Hunyuan3D.Inference.Geometry.Reduction;

/// <summary>What a collapse may do to the faces around it, beyond keeping the topology.</summary>
/// <param name="MinCosine">Cosine of the largest turn of a face's normal.</param>
/// <param name="MinQuality">Least quality of a new face, 1 equilateral, 0 degenerate, unless there was one as bad before.</param>
/// <param name="DeferredQuality">The same for edges that wait until the cost has grown far beyond theirs: on thin things slivers are right.</param>
internal readonly record struct CollapseLimits(float MinCosine, float MinQuality, float DeferredQuality);
