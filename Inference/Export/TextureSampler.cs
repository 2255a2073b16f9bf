using System.Numerics;
using Hunyuan3D.Inference.Imaging;

namespace Hunyuan3D.Inference.Export;

/// <summary>Bilinear lookup in a texture as glTF viewers do it: texel centres at (i + 0.5) / size, edges clamped, v upwards.</summary>
/// <param name="levels">[256]: the value of each 8-bit level; interpolation happens in these values.</param>
internal readonly struct TextureSampler(Picture texture, float[] levels)
{
    public Vector3 Sample(Vector2 uv)
    {
        var x = Math.Clamp((uv.X * texture.Width) - 0.5f, 0, texture.Width - 1);
        var y = Math.Clamp(((1 - uv.Y) * texture.Height) - 0.5f, 0, texture.Height - 1);
        var (left, top) = ((int)x, (int)y);
        var (right, bottom) = (Math.Min(left + 1, texture.Width - 1), Math.Min(top + 1, texture.Height - 1));
        var (fx, fy) = (x - left, y - top);
        var upper = Vector3.Lerp(Texel(left, top), Texel(right, top), fx);
        var lower = Vector3.Lerp(Texel(left, bottom), Texel(right, bottom), fx);
        return Vector3.Lerp(upper, lower, fy);
    }

    private Vector3 Texel(int x, int y)
    {
        var i = ((y * texture.Width) + x) * 4;
        return new Vector3(levels[texture.Pixels[i]], levels[texture.Pixels[i + 1]], levels[texture.Pixels[i + 2]]);
    }
}
