namespace Hunyuan3D.Inference.TexGen;

/// <summary>A textured mesh.</summary>
/// <param name="Seconds">Wall time by step, in order.</param>
public sealed record TextureResult(TexturedMesh Mesh, IReadOnlyList<KeyValuePair<string, double>> Seconds)
{
    /// <summary>Null for engines without models.</summary>
    public ModelUse? Model { get; init; }
}
