using System.Globalization;
using Hunyuan3D.Inference.Schedulers;
using Hunyuan3D.Inference.TexGen.Diffusion;

namespace Hunyuan3D.Inference.TexGen;

/// <summary>A request with every default filled in, checked against its model and this machine's options.</summary>
/// <param name="GuidanceScale">Null: no guidance.</param>
/// <param name="Tiling">Null: the VAE sees whole pictures.</param>
internal sealed record TextureSettings(bool Turbo, int Steps, float? GuidanceScale, int TextureSize, int ViewSize, int RenderSize, int DelightSteps, VaeTiling? Tiling)
{
    private const int MinTextureSize = 256;
    private const int MaxTextureSize = 4096;
    private const int MostSteps = 1000;

    /// <exception cref="StageInputException">A value is out of range.</exception>
    public static TextureSettings Of(TextureRequest request, string model, TextureEngineOptions options, bool lowMemory)
    {
        var defaults = PaintDefaults.Of(model);
        Check("textureSize", request.TextureSize, MinTextureSize, MaxTextureSize, "texels");
        Check("textureSteps", request.Steps ?? defaults.Steps, 1, MostSteps, "diffusion steps");
        var tile = options.Tile(lowMemory);
        return new TextureSettings(
            defaults.Turbo,
            defaults.Turbo ? defaults.Steps : request.Steps ?? defaults.Steps,
            defaults.GuidanceScale is null ? null : request.GuidanceScale ?? defaults.GuidanceScale,
            request.TextureSize,
            options.ViewSize,
            options.RenderSize,
            options.DelightSteps,
            tile > 0 ? new VaeTiling(tile) : null);
    }

    public INoiseScheduler ViewScheduler(DiffusionBetas config) => Turbo ? new LcmScheduler(config) : new EulerAncestralDiscreteScheduler(config, Steps, "trailing");

    /// <remarks>Upstream does not override the spacing here.</remarks>
    public INoiseScheduler DelightScheduler(DiffusionBetas config) => new EulerAncestralDiscreteScheduler(config, DelightSteps);

    private static void Check(string field, int value, int least, int most, string of)
    {
        if (value < least || value > most)
            throw new StageInputException(field, string.Create(CultureInfo.InvariantCulture, $"Expected {least} to {most} {of}, not {value}."));
    }
}
