using System.ComponentModel.DataAnnotations;

namespace Hunyuan3D.Inference.ShapeGen;

/// <summary>Section <c>Hunyuan3D:Shape</c>: how the engine <c>hunyuan3d</c> runs its shape models on this machine.</summary>
public sealed class ShapeEngineOptions
{
    public const string Section = "Hunyuan3D:Shape";

    /// <summary>
    /// A job that is interrupted repeats at most the diffusion steps of this long and the one that ran: latents are saved after the first step that ends so long after the last saving, and
    /// after the last step. 0 (after every step) to 1 day; default 10 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan CheckpointPeriod { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Null (default): the model's own, see the table in docs/architecture.md.</summary>
    [EnumDataType(typeof(VolumeDecoderKind))]
    public VolumeDecoderKind? Decoder { get; set; }

    /// <summary>
    /// Latents to start from in place of seeded noise, as <c>FILE#TENSOR</c>, a safetensors file: to repeat a run of other software, whose noise comes from another generator. Null (default): noise
    /// from the request's seed.
    /// </summary>
    public string? InitialLatents { get; set; }
}
