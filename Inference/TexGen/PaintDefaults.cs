namespace Hunyuan3D.Inference.TexGen;

/// <summary>
/// What upstream runs a texture model with when nothing else is asked. Sources, in Tencent/Hunyuan3D-2: <c>hy3dgen/texgen/pipelines.py</c> (the turbo model is the default; 2048 texels, views
/// rendered and baked at 2048), <c>hy3dgen/texgen/utils/multiview_utils.py</c> (views of 512; base: Euler ancestral, trailing, 30 steps; turbo: LCM), <c>hy3dgen/texgen/hunyuanpaint/pipeline.py</c>
/// (guidance 2.0; the turbo model's ten steps are fixed and it takes no guidance), <c>hy3dgen/texgen/utils/dehighlight_utils.py</c> (delight: 50 steps at 512, no guidance).
/// </summary>
/// <param name="Steps">Fixed for the turbo model.</param>
/// <param name="GuidanceScale">Null: the model takes none.</param>
internal sealed record PaintDefaults(bool Turbo, int Steps, float? GuidanceScale)
{
    public const int ViewSize = 512;
    public const int RenderSize = TextureBaker.DefaultViewSize;
    public const int DelightSteps = 50;

    private static readonly PaintDefaults Base = new(Turbo: false, 30, 2);
    private static readonly PaintDefaults Distilled = new(Turbo: true, 10, null);

    /// <summary>Names of the published models; the first that is installed is the default.</summary>
    public static IReadOnlyList<string> Preference { get; } = ["paint-v2-0-turbo", "paint-v2-0"];

    /// <summary>The published models that remove light; the first that is installed is used.</summary>
    public static IReadOnlyList<string> DelightPreference { get; } = ["delight-v2-0"];

    /// <summary>As upstream, which tells the two by the name of their folder: nothing inside says it.</summary>
    public static PaintDefaults Of(string model) => model.EndsWith("-turbo", StringComparison.Ordinal) ? Distilled : Base;
}
