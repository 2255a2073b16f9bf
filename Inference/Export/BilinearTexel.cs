using System.Numerics;
using Hunyuan3D.Inference.Imaging;

namespace Hunyuan3D.Inference.Export;

/// <summary>Reads a texture between its texels.</summary>
internal static class BilinearTexel
{
    /// <summary>RGB 0..255 at a UV (origin lower left; outside 0..1 the edge goes on).</summary>
    public static Vector3 At(Picture texture, Vector2 uv)
    {
        var x = Math.Clamp(uv.X * texture.Width - 0.5f, 0, texture.Width - 1);
        var y = Math.Clamp((1 - uv.Y) * texture.Height - 0.5f, 0, texture.Height - 1);
        int x0 = (int)x, y0 = (int)y;
        int x1 = Math.Min(x0 + 1, texture.Width - 1), y1 = Math.Min(y0 + 1, texture.Height - 1);
        var upper = Vector3.Lerp(Rgb(texture[x0, y0]), Rgb(texture[x1, y0]), x - x0);
        var lower = Vector3.Lerp(Rgb(texture[x0, y1]), Rgb(texture[x1, y1]), x - x0);
        return Vector3.Lerp(upper, lower, y - y0);
    }

    private static Vector3 Rgb(ReadOnlySpan<byte> texel) => new(texel[0], texel[1], texel[2]);
}
