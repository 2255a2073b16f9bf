using System.Numerics;
using Hunyuan3D.Inference.Export;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.TexGen;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Export;

public sealed class OrthographicViewTests
{
    [Theory]
    [InlineData(ViewSide.Front, 0.50f, 4)]
    [InlineData(ViewSide.Left, 0.25f, 0)]
    [InlineData(ViewSide.Back, 0.50f, 5)]
    [InlineData(ViewSide.Right, 0.25f, 1)]
    public void Render_ABox_CoversItsOutlineInTheSidesColour(ViewSide side, float halfWidth, int colour)
    {
        var picture = OrthographicView.Render(BoxMesh.Coloured(new Vector3(0.5f, 0.75f, 0.25f)), side, OrthographicFrame.Square(64, 1));

        for (var y = 0; y < 64; y++)
        {
            for (var x = 0; x < 64; x++)
            {
                var inside = MathF.Abs(x - 31.5f) < 32 * halfWidth && MathF.Abs(y - 31.5f) < 24;
                Assert.Equal(inside ? 255 : 0, picture[x, y][3]);
                // One pixel at the rim reads texels of the neighbouring chart.
                if (inside && MathF.Abs(x - 31.5f) < (32 * halfWidth) - 3)
                    Assert.Equal(BoxMesh.SideColours[colour], (picture[x, y][0], picture[x, y][1], picture[x, y][2]));
            }
        }
    }

    [Fact]
    public void Render_AnOutlineBetweenPixels_HasFractionalCoverage()
    {
        // Edges at 16.5 and 47.5 pixels: of 2 x 2 samples, half lie inside.
        var mesh = BoxMesh.Create(new Vector3(15.5f / 32)).Mesh;

        var picture = OrthographicView.Render(mesh, ViewSide.Front, OrthographicFrame.Square(64, 1), samples: 2);

        Assert.Equal([0, 128, 255], new int[] { picture[15, 32][3], picture[16, 32][3], picture[17, 32][3] });
        Assert.Equal([255, 128, 0], new int[] { picture[46, 32][3], picture[47, 32][3], picture[48, 32][3] });
    }

    [Fact]
    public void Render_APlaneAsLargeAsItsTexture_IsTheTexture()
    {
        var texture = new Picture(40, 40);
        new Random(5).NextBytes(texture.Pixels);
        Vector2[] uvs = [new(0, 0), new(1, 0), new(1, 1), new(0, 1)];
        var plane = new TriangleMesh(Array.ConvertAll(uvs, uv => new Vector3((2 * uv) - Vector2.One, 0)), [0, 1, 2, 0, 2, 3]);
        // The origin lies at pixel (30, 24) of a larger picture.
        var frame = new OrthographicFrame(64, 48, new Vector2(30, 24), 2f / 40);

        var picture = OrthographicView.Render(new TexturedMesh(new UvMesh(plane, uvs, [0, 1, 2, 3]), texture), ViewSide.Front, frame, samples: 1);

        for (var y = 0; y < 40; y++)
        {
            for (var x = 0; x < 40; x++)
            {
                for (var channel = 0; channel < 3; channel++)
                    Assert.InRange(picture[x + 10, y + 4][channel] - texture[x, y][channel], -1, 1); // float rounding of coordinates
            }
        }

        Assert.Equal(40 * 40, Enumerable.Range(0, 64 * 48).Count(i => picture.Pixels[(i * 4) + 3] == 255));
    }

    [Fact]
    public void Render_TwoPlanes_ShowsTheNearerOne()
    {
        Vector3[] corners = [new(-1, -1, 0), new(3, -1, 0), new(-1, 3, 0)];
        var positions = corners.Select(c => c + (0.2f * Vector3.UnitZ)).Concat(corners).ToArray();
        var mesh = new UvMesh(new TriangleMesh(positions, [3, 4, 5, 0, 1, 2]), [.. Enumerable.Repeat(new Vector2(0.75f, 0.5f), 3), .. Enumerable.Repeat(new Vector2(0.25f, 0.5f), 3)], [0, 1, 2, 3, 4, 5]);
        var texture = new Picture(2, 1, [10, 10, 10, 255, 200, 200, 200, 255]);

        Assert.Equal(200, OrthographicView.Render(new TexturedMesh(mesh, texture), ViewSide.Front, OrthographicFrame.Square(16, 1))[8, 8][0]);
        Assert.Equal(10, OrthographicView.Render(new TexturedMesh(mesh, texture), ViewSide.Back, OrthographicFrame.Square(16, 1))[8, 8][0]);
    }
}
