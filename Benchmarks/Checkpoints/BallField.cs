namespace Hunyuan3D.Benchmarks.Checkpoints;

/// <summary>
/// Makes the random VAE for FlashVDM decode to a ball, so that a whole run has a surface to look for: random weights alone have none. One unit of the geometry decoder carries
/// 64 (cos x + cos y + cos z) - 177 past all random layers to the logit. That is 0 at about 0.7 from the centre, positive inside, and steep enough that the band of logits that counts as near
/// is thinner than a coarse cell. Every layer runs as ever.
/// </summary>
internal static class BallField
{
    private const float Steepness = 64;
    private const float Offset = 177;
    private const int Width = 512;
    private const int Features = 51;

    // Fourier features are the point, 24 sines, 24 cosines; of each axis' eight frequencies the first is 1.
    private static readonly int[] Cosines = [27, 35, 43];

    /// <summary>What the network computes at a point.</summary>
    public static float Logit(float x, float y, float z) => Steepness * (MathF.Cos(x) + MathF.Cos(y) + MathF.Cos(z)) - Offset;

    public static TensorShape Fix(TensorShape tensor, string prefix) => tensor.Name[prefix.Length..] switch
    {
        "geo_decoder.query_proj.weight" => tensor with { Fixed = index => index >= Features ? null : Cosines.Contains((int)index) ? Steepness : 0 },
        "geo_decoder.query_proj.bias" => tensor with { Fixed = index => index == 0 ? -Offset : null },
        "geo_decoder.cross_attn_decoder.attn.c_proj.weight" or "geo_decoder.cross_attn_decoder.mlp.c_proj.weight" => tensor with { Fixed = index => index < Width ? 0 : null },
        "geo_decoder.cross_attn_decoder.attn.c_proj.bias" or "geo_decoder.cross_attn_decoder.mlp.c_proj.bias" => tensor with { Fixed = index => index == 0 ? 0 : null },
        "geo_decoder.output_proj.weight" => tensor with { Fixed = index => index == 0 ? 1 : 0 },
        "geo_decoder.output_proj.bias" => tensor with { Fixed = _ => 0 },
        _ => tensor,
    };
}
