using System.Numerics;
using Hunyuan3D.Inference.Imaging;

namespace Hunyuan3D.Inference.TexGen;

/// <summary>
/// Fills what no view has painted: first at the mesh's vertices along its edges (<see cref="VertexColorPropagator"/>), then in the texture
/// (<see cref="NavierStokesInpainter"/>, radius 3), which also fills the space between charts.
/// Source: Hunyuan3D-2, <c>mesh_render.py</c>, <c>uv_inpaint</c>.
/// </summary>
internal static class TextureInpainter
{
    /// <returns>An opaque texture without holes, row 0 at v = 1. A texture that nothing has painted comes out black.</returns>
    public static Picture Fill(RenderMesh mesh, BakedTexture baked, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(mesh);
        ArgumentNullException.ThrowIfNull(baked);
        var (colours, painted) = ((Vector3[])baked.Colours.Clone(), (bool[])baked.Trusted.Clone());
        VertexColorPropagator.Propagate(mesh.Positions, MeshNormalizer.FlipV(mesh.Uvs), mesh.Indices, baked.Size, colours, painted);
        cancellationToken.ThrowIfCancellationRequested();

        var (texture, holes) = (Quantize(baked.Size, colours), new byte[painted.Length]);
        for (var i = 0; i < holes.Length; i++)
            holes[i] = painted[i] ? (byte)0 : (byte)255;
        NavierStokesInpainter.Fill(texture, holes, cancellationToken);
        return texture;
    }

    /// <summary>Colours of 0..1 as 8 bits by truncation, opaque.</summary>
    public static Picture Quantize(int size, Vector3[] colours)
    {
        var texture = new Picture(size, size);
        Parallel.For(0, size, row =>
        {
            var pixels = texture.Pixels.AsSpan(row * size * 4, size * 4);
            for (var column = 0; column < size; column++)
            {
                var colour = colours[(row * size) + column] * 255f;
                (pixels[column * 4], pixels[(column * 4) + 1], pixels[(column * 4) + 2], pixels[(column * 4) + 3]) = ((byte)colour.X, (byte)colour.Y, (byte)colour.Z, 255);
            }
        });
        return texture;
    }
}
