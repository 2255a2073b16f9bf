using Hunyuan3D.Inference.Schedulers;

namespace Hunyuan3D.Inference.TexGen.Diffusion;

/// <summary>
/// The noise of a texture job. Every draw is a function of the seed and of what it is for, not of what was drawn before, so that a run may continue at any step. Upstream draws all from one
/// generator (seed 0 for the views, 42 for delight), whose order of draws it would have to repeat.
/// </summary>
internal sealed class TextureNoise(long seed)
{
    private const int ViewsStart = 0x100;
    private const int ReferencePosterior = 0x200;
    private const int NormalPosterior = 0x300;
    private const int PositionPosterior = 0x400;
    private const int ViewsStep = 0x1000;
    private const int Delight = 0x10000;

    /// <summary>The latents of all views before the first step.</summary>
    public float[] OfViews(int count) => Draw(ViewsStart, count);

    public float[] OfViewsStep(int step, int count) => Draw(ViewsStep + step, count);

    public float[] OfReference(int picture, int count) => Draw(ReferencePosterior + picture, count);

    public float[] OfNormals(int view, int count) => Draw(NormalPosterior + view, count);

    public float[] OfPositions(int view, int count) => Draw(PositionPosterior + view, count);

    /// <summary>The latents of a reference picture before delight's first step.</summary>
    public float[] OfDelight(int picture, int count) => Draw(Delight * (picture + 1), count);

    public float[] OfDelightStep(int picture, int step, int count) => Draw(Delight * (picture + 1) + 1 + step, count);

    private float[] Draw(int stream, int count) => GaussianNoise.Draw(seed, stream, count);
}
