namespace Hunyuan3D.Inference.Networks;

/// <summary>The <c>vae</c> section of a shape checkpoint's config.yaml; defaults are upstream's class defaults.</summary>
/// <param name="NumLatents">Latent tokens of a shape; decides the noise's shape, appears in no weight.</param>
/// <param name="EmbedDim">Channels of a latent token.</param>
public sealed record ShapeVaeConfig(int NumLatents, int EmbedDim, int Width, int Heads, int DecoderLayers)
{
    /// <summary>Frequencies of the query points' Fourier features.</summary>
    public int NumFreqs { get; init; } = 8;

    /// <summary>Whether the frequencies are multiplied by pi.</summary>
    public bool IncludePi { get; init; } = true;

    public bool QkvBias { get; init; } = true;

    public bool QkNorm { get; init; }

    /// <summary>Latents are divided by it before decoding.</summary>
    public double ScaleFactor { get; init; } = 1;

    public int GeoDecoderMlpExpandRatio { get; init; } = 4;

    public int GeoDecoderDownsampleRatio { get; init; } = 1;

    public bool GeoDecoderLnPost { get; init; } = true;

    internal int HeadSize => Width / Heads;

    /// <summary>Width of the geometry decoder.</summary>
    internal int GeoWidth => Width / GeoDecoderDownsampleRatio;

    internal int GeoHeads => Heads / GeoDecoderDownsampleRatio;

    /// <summary>Upstream drops the geometry decoder's query and key norms together with its last norm.</summary>
    internal bool GeoQkNorm => QkNorm && GeoDecoderLnPost;

    internal int FourierSize => 3 * (2 * NumFreqs + 1);
}
