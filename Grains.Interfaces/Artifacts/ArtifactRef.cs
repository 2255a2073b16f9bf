namespace Hunyuan3D.Grains.Interfaces.Artifacts;

/// <summary>Names bytes in the artifact store by their content.</summary>
/// <param name="Sha256">Lower-case hex, 64 characters.</param>
/// <param name="Length">Bytes.</param>
/// <param name="MediaType">For example <c>model/gltf-binary</c>.</param>
[GenerateSerializer, Immutable, Alias("h3d.ArtifactRef")]
public sealed record ArtifactRef([property: Id(0)] string Sha256, [property: Id(1)] long Length, [property: Id(2)] string MediaType)
{
    /// <summary>Whether <see cref="Sha256"/> has the form of a hash. Anything else names no artifact, and never a path.</summary>
    public bool IsWellFormed => Sha256 is { Length: 64 } && !Sha256.AsSpan().ContainsAnyExcept(HexDigits);

    private static readonly System.Buffers.SearchValues<char> HexDigits = System.Buffers.SearchValues.Create("0123456789abcdef");
}
