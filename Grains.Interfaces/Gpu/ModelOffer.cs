namespace Hunyuan3D.Grains.Interfaces.Gpu;

/// <summary>An installed model variant.</summary>
/// <param name="Name">For example <c>v2-mini-turbo</c>.</param>
/// <param name="Revision">Identifies the weights.</param>
/// <param name="MemoryBytes">Device memory a run needs; 0: not known.</param>
[GenerateSerializer, Immutable, Alias("h3d.ModelOffer")]
public sealed record ModelOffer([property: Id(0)] string Name, [property: Id(1)] string Revision, [property: Id(2)] long MemoryBytes = 0);
