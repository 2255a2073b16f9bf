using System.Numerics;

namespace Hunyuan3D.Inference.TexGen;

/// <summary>
/// Merges views into one texture by their weights, in the order they are added. A view of which more than 99 % is already painted is left out.
/// Source: Hunyuan3D-2, <c>mesh_render.py</c>, <c>fast_bake_texture</c>. Cost per view: two passes over the texels, limited by memory.
/// </summary>
internal sealed class TextureMerger(int size)
{
    private const float PaintedEnough = 0.99f;
    private const float LeastTrust = 1e-8f;

    // [size * size]: weighted r, g, b and the sum of weights
    private readonly Vector4[] _sum = new Vector4[size * size];

    /// <summary>Adds a view with weights <c>viewWeight * cosine^4</c>.</summary>
    /// <returns>False when the view was left out.</returns>
    public bool Add(ViewTexture view, float viewWeight)
    {
        if (view.Size != size)
            throw new ArgumentException($"Expected a view texture of {size} texels, not {view.Size}.", nameof(view));
        var texels = view.Texels;
        long weighted = 0, painted = 0;
        Parallel.For(0, size, () => (Weighted: 0, Painted: 0), (row, _, count) =>
        {
            for (var i = row * size; i < (row + 1) * size; i++)
            {
                if (!(Weight(texels[i].W, viewWeight) > 0))
                    continue;
                count.Weighted++;
                if (_sum[i].W > 0)
                    count.Painted++;
            }

            return count;
        }, count =>
        {
            Interlocked.Add(ref weighted, count.Weighted);
            Interlocked.Add(ref painted, count.Painted);
        });
        if (weighted > 0 && (float)painted / weighted > PaintedEnough)
            return false;

        Parallel.For(0, size, row =>
        {
            for (var i = row * size; i < (row + 1) * size; i++)
            {
                var weight = Weight(texels[i].W, viewWeight);
                if (weight > 0)
                    _sum[i] += new Vector4(texels[i].AsVector3() * weight, weight);
            }
        });
        return true;
    }

    public BakedTexture Finish()
    {
        var (colours, trusted) = (new Vector3[_sum.Length], new bool[_sum.Length]);
        Parallel.For(0, size, row =>
        {
            for (var i = row * size; i < (row + 1) * size; i++)
            {
                colours[i] = _sum[i].AsVector3() / MathF.Max(_sum[i].W, LeastTrust);
                trusted[i] = _sum[i].W > LeastTrust;
            }
        });
        return new BakedTexture(size, colours, trusted);
    }

    private static float Weight(float cosine, float viewWeight)
    {
        var squared = cosine * cosine;
        return viewWeight * (squared * squared);
    }
}
