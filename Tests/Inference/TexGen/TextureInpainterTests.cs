using System.Numerics;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.TexGen;
using Xunit;

namespace Hunyuan3D.Tests.Inference.TexGen;

public sealed class TextureInpainterTests
{
    private const int Size = 16;

    [Fact]
    public void Fill_OnePaintedTexel_SpreadsItsColourEverywhere()
    {
        var (colours, trusted) = (new Vector3[Size * Size], new bool[Size * Size]);
        (colours[(3 * Size) + 3], trusted[(3 * Size) + 3]) = (new Vector3(0.5f, 0.25f, 1), true); // the texel of the vertex at (0.2, 0.8)

        var texture = TextureInpainter.Fill(Square(), new BakedTexture(Size, colours, trusted));

        for (var i = 0; i < Size * Size; i++)
            Assert.Equal([127, 63, 255, 255], texture.Pixels.AsSpan(i * 4, 4).ToArray());
    }

    [Fact]
    public void Fill_EverythingPainted_KeepsTheColoursTruncatedTo8Bits()
    {
        var random = new Random(1);
        var colours = Enumerable.Range(0, Size * Size).Select(_ => new Vector3(random.NextSingle(), random.NextSingle(), random.NextSingle())).ToArray();
        var painted = Enumerable.Repeat(true, Size * Size).ToArray();

        var texture = TextureInpainter.Fill(Square(), new BakedTexture(Size, colours, painted));

        Assert.Equal(colours.SelectMany(c => new[] { (byte)(c.X * 255), (byte)(c.Y * 255), (byte)(c.Z * 255), (byte)255 }), texture.Pixels);
    }

    [Fact]
    public void Fill_NothingPainted_IsBlackAndEnds()
    {
        var texture = TextureInpainter.Fill(Square(), new BakedTexture(Size, new Vector3[Size * Size], new bool[Size * Size]));

        Assert.All(texture.Pixels.Chunk(4), p => Assert.Equal([0, 0, 0, 255], p));
    }

    private static RenderMesh Square()
    {
        Vector2[] uvs = [new(0.2f, 0.2f), new(0.8f, 0.2f), new(0.8f, 0.8f), new(0.2f, 0.8f)];
        var mesh = new TriangleMesh(Array.ConvertAll(uvs, uv => new Vector3(uv, 0)), [0, 1, 2, 0, 2, 3]);
        return RenderMesh.From(new UvMesh(mesh, uvs, [0, 1, 2, 3]));
    }
}
