using Hunyuan3D.Inference.Networks;
using Hunyuan3D.Inference.ShapeGen.FlashVdm;

namespace Hunyuan3D.Inference.ShapeGen;

/// <summary>
/// What upstream runs a shape model with when nothing else is asked. Sources, in Tencent/Hunyuan3D-2: <c>examples/shape_gen.py</c>, <c>shape_gen_mini.py</c>, <c>shape_gen_multiview.py</c>
/// (50 steps, octree 380); <c>fast_shape_gen_with_flashvdm.py</c>, <c>fast_shape_gen_multiview.py</c> (turbo: 5 steps, octree 380, <c>enable_flashvdm()</c>);
/// <c>faster_shape_gen_with_flashvdm_mini_turbo.py</c> (mini turbo: the same with <c>topk_mode='merge'</c>); <c>minimal_demo.py</c> of the 2.0 release (fast: 30 steps). Guidance 5.0, level 0 and
/// bounds 1.01 are the defaults of <c>pipelines.py</c>. <c>num_chunks</c> only splits the work; the decoders have their own.
/// <para>
/// Ours differs in two points. The fast models have no published octree or decoder: they take the turbo ones'. Where upstream evaluates every point of the grid, we evaluate those near the
/// surface, see <see cref="HierarchicalVolumeDecoder"/>: the same logits there, at a fiftieth of the work. Where the VAE for FlashVDM is not installed, the same decoder is used with the own VAE.
/// </para>
/// </summary>
/// <param name="FlashVdm">How FlashVDM chooses keys; null: it is not used.</param>
internal sealed record ShapeDefaults(int Steps, FlashVdmTopKMode? FlashVdm)
{
    public const float GuidanceScale = 5;
    public const int OctreeResolution = 380;

    private static readonly ShapeDefaults Plain = new(50, FlashVdm: null);
    private static readonly ShapeDefaults Fast = new(30, FlashVdmTopKMode.Mean);
    private static readonly ShapeDefaults Turbo = new(5, FlashVdmTopKMode.Mean);

    // The first that is installed is the default model: upstream's apps start with mini turbo; then the quicker before the slower, and models that want several pictures last.
    private static readonly (string Model, ShapeDefaults Defaults)[] Table =
    [
        ("v2-mini-turbo", Turbo with { FlashVdm = FlashVdmTopKMode.Merge }),
        ("v2-0-turbo", Turbo),
        ("v2-mini-fast", Fast),
        ("v2-0-fast", Fast),
        ("v2-mini", Plain),
        ("v2-0", Plain),
        ("v2-mv-turbo", Turbo),
        ("v2-mv-fast", Fast),
        ("v2-mv", Plain),
    ];

    /// <summary>Names of the published models; the first that is installed is the default.</summary>
    public static IReadOnlyList<string> Preference { get; } = [.. Table.Select(row => row.Model)];

    /// <summary>Of a published model by its name, of any other by what its config says it was distilled for.</summary>
    public static ShapeDefaults Of(string model, ShapeModelConfig config) =>
        Table.Where(row => row.Model == model).Select(row => row.Defaults).FirstOrDefault()
        ?? (config.PcmTimesteps is not null ? Turbo : config.Denoiser.GuidanceEmbed ? Fast : Plain);
}
