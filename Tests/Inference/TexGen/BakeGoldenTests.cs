using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.TexGen;
using Hunyuan3D.Tests.Golden;
using Xunit;

namespace Hunyuan3D.Tests.Inference.TexGen;

/// <summary>Every tensor of <c>paint/bake</c>, one test each; a tensor that no comparison knows fails.</summary>
public sealed class BakeGoldenTests(BakeGoldenTests.Baked baked) : IClassFixture<BakeGoldenTests.Baked>
{
    // The golden README's tolerances: an edge pixel that rounds to the other side moves the few texels under it.
    private const double DifferingTexels = 0.005;
    private const float Tolerance = 2e-3f;

    public static TheoryData<string> Tensors()
    {
        using var golden = GoldenSet.Expected("paint", "bake");
        return [.. golden.Entries.Select(e => e.Name)];
    }

    [Theory]
    [MemberData(nameof(Tensors))]
    public void RecordedTensor_FromTheOfficialBaker_IsReproduced(string name)
    {
        var golden = baked.Golden;
        switch (name)
        {
            case "unreliable_kernel":
                Assert.Equal(Assert.Single(golden.ReadAs<int>(name)), BackProjector.UnreliableRadius(baked.ViewSize));
                break;
            case "in.views_u8":
                Assert.Equal(6 * baked.ViewSize * baked.ViewSize * 3, golden.Entry(name).ElementCount); // an input: all below is computed from it
                break;
            case var _ when name.EndsWith(".splat_coords_hw", StringComparison.Ordinal):
                // Every seventh splat; rows and columns before they are scaled to texels.
                AllClose(golden.ReadSingles(name), EverySeventh(name).SelectMany(s => new[] { s.Row / (baked.TextureSize - 1), s.Column / (baked.TextureSize - 1) }), 1e-5f);
                break;
            case var _ when name.EndsWith(".splat_cos", StringComparison.Ordinal):
                AllClose(golden.ReadSingles(name), EverySeventh(name).Select(s => s.Cosine), 1e-4f);
                break;
            case var _ when name.EndsWith(".splat_count", StringComparison.Ordinal):
                Assert.Equal(Assert.Single(golden.ReadAs<int>(name)), baked.Splats[name[4] - '0'].Length);
                break;
            case "merge.texture":
                MostTexelsClose(golden.ReadSingles(name), Floats(baked.Merged.Colours), 3);
                break;
            case "merge.trust":
                MostTexels(1, golden.ReadAs<byte>(name).Zip(baked.Merged.Trusted, (e, a) => e != 0 == a));
                break;
            case "merge.mask_u8":
                MostTexels(1, golden.ReadAs<byte>(name).Zip(baked.Merged.Trusted, (e, a) => e == (a ? 255 : 0)));
                break;
            case "merge_skip.texture" or "merge_skip.trust":
                MergeSkip();
                break;
            case "inpaint.vtx_pos":
                AllClose(golden.ReadSingles(name), Floats(MeshNormalizer.ToMeshAxes(baked.Mesh.Positions)), 1e-6f);
                break;
            case "inpaint.vtx_uv":
                Assert.Equal(golden.ReadSingles(name), MemoryMarshal.Cast<Vector2, float>(MeshNormalizer.FlipV(baked.Mesh.Uvs)).ToArray());
                break;
            case "inpaint.vertex.texture" or "inpaint.vertex.mask_u8":
                Propagate("merge.texture", Array.ConvertAll(golden.ReadAs<byte>("merge.mask_u8"), m => m != 0), "inpaint.vertex.texture", "inpaint.vertex.mask_u8");
                break;
            case "inpaint2.mask_u8" or "inpaint2.texture" or "inpaint2.out_mask_u8":
                Propagate("merge.texture", Array.ConvertAll(golden.ReadAs<byte>("inpaint2.mask_u8"), m => m != 0), "inpaint2.texture", "inpaint2.out_mask_u8");
                break;
            case "inpaint.ns.input_u8":
                AllClose(Bytes(name), Rgb(TextureInpainter.Quantize(baked.TextureSize, Vectors("inpaint.vertex.texture"))), 0);
                break;
            case "inpaint.ns.holes_u8":
                Assert.Equal(golden.ReadAs<byte>(name), Array.ConvertAll(golden.ReadAs<byte>("inpaint.vertex.mask_u8"), m => (byte)(255 - m)));
                break;
            case "inpaint.ns.output_u8" or "final.texture_u8":
                // From the recorded merge: vertex colours may round differently, and the inpainter carries one level on.
                AllClose(Bytes(name), Rgb(TextureInpainter.Fill(baked.Mesh, RecordedMerge(), CancellationToken.None)), 1);
                break;
            default:
                Assert.Matches(@"^view[0-5]\.(texture|cos_map|depth_u8|canny_u8)$", name);
                View(name, name[4] - '0', name[6..]);
                break;
        }
    }

    private void View(string name, int index, string part)
    {
        var golden = baked.Golden;
        switch (part)
        {
            case "texture":
                MostTexelsClose(golden.ReadSingles(name), Floats(Array.ConvertAll(baked.Textures[index], t => t.AsVector3())), 3);
                break;
            case "cos_map":
                MostTexelsClose(golden.ReadSingles(name), Array.ConvertAll(baked.Textures[index], t => t.W), 1);
                break;
            case "depth_u8":
                var differing = golden.ReadAs<byte>(name).Zip(baked.Depths[index]).Count(p => p.First != p.Second);
                Assert.True(differing <= DifferingTexels * baked.ViewSize * baked.ViewSize, $"{differing} pixels differ.");
                break;
            case "canny_u8":
                var edges = CannyEdgeDetector.Detect(golden.ReadAs<byte>($"view{index}.depth_u8"), baked.ViewSize, baked.ViewSize, 30, 80);
                Assert.Equal(golden.ReadAs<byte>(name), edges);
                var moved = edges.Zip(baked.Edges[index]).Count(p => p.First != p.Second);
                Assert.True(moved <= DifferingTexels * baked.ViewSize * baked.ViewSize, $"{moved} pixels differ.");
                break;
        }
    }

    /// <summary>The third of four views repeats the first and must be left out.</summary>
    private void MergeSkip()
    {
        var merger = new TextureMerger(baked.TextureSize);
        (int View, float Colour, float Weight)[] steps = [(0, 1, 1), (2, 1, 0.5f), (0, 0.5f, 0.3f), (4, 1, 0.05f)];
        var added = steps.Select(s =>
        {
            var (colours, cosines) = (Vectors($"view{s.View}.texture"), baked.Golden.ReadSingles($"view{s.View}.cos_map"));
            return merger.Add(new ViewTexture(baked.TextureSize, [.. colours.Zip(cosines, (c, w) => new Vector4(c * s.Colour, w))]), s.Weight);
        }).ToArray();
        var merged = merger.Finish();

        Assert.Equal([true, true, false, true], added);
        AllClose(baked.Golden.ReadSingles("merge_skip.texture"), Floats(merged.Colours), 1e-5f);
        Assert.Equal(baked.Golden.ReadAs<byte>("merge_skip.trust"), Array.ConvertAll(merged.Trusted, t => t ? (byte)1 : (byte)0));
    }

    private void Propagate(string texture, bool[] painted, string expectedTexture, string expectedMask)
    {
        var colours = Vectors(texture);
        VertexColorPropagator.Propagate(baked.Mesh.Positions, MeshNormalizer.FlipV(baked.Mesh.Uvs), baked.Mesh.Indices, baked.TextureSize, colours, painted);

        AllClose(baked.Golden.ReadSingles(expectedTexture), Floats(colours), 1e-5f); // sums of up to ten colours in another order of rounding
        Assert.Equal(baked.Golden.ReadAs<byte>(expectedMask), Array.ConvertAll(painted, p => p ? (byte)255 : (byte)0));
    }

    private BakedTexture RecordedMerge()
        => new(baked.TextureSize, Vectors("merge.texture"), Array.ConvertAll(baked.Golden.ReadAs<byte>("merge.mask_u8"), m => m != 0));

    private IEnumerable<Splat> EverySeventh(string name) => baked.Splats[name[4] - '0'].Where((_, i) => i % 7 == 0);

    private Vector3[] Vectors(string name) => MemoryMarshal.Cast<float, Vector3>(baked.Golden.ReadSingles(name)).ToArray();

    private float[] Bytes(string name) => Array.ConvertAll(baked.Golden.ReadAs<byte>(name), b => (float)b);

    private static IEnumerable<float> Rgb(Picture picture) => picture.Pixels.Where((_, i) => i % 4 != 3).Select(b => (float)b);

    private static float[] Floats(Vector3[] values) => MemoryMarshal.Cast<Vector3, float>(values).ToArray();

    private static void AllClose(float[] expected, IEnumerable<float> values, float tolerance)
    {
        var actual = values.ToArray();
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(MathF.Abs(expected[i] - actual[i]) <= tolerance, string.Create(CultureInfo.InvariantCulture, $"[{i}] {expected[i]} and {actual[i]}"));
    }

    private void MostTexelsClose(float[] expected, float[] actual, int channels)
    {
        Assert.Equal(expected.Length, actual.Length);
        MostTexels(channels, expected.Zip(actual, (e, a) => MathF.Abs(e - a) <= Tolerance));
    }

    private void MostTexels(int channels, IEnumerable<bool> agrees)
    {
        var texels = agrees.Chunk(channels).ToArray();
        Assert.Equal(baked.TextureSize * baked.TextureSize, texels.Length);
        var differing = texels.Count(texel => texel.Contains(false));
        Assert.True(differing <= DifferingTexels * texels.Length, $"{differing} of {texels.Length} texels differ.");
    }

    /// <summary>The six views, projected back once for all tests.</summary>
    public sealed class Baked : IDisposable
    {
        public Baked()
        {
            using (var raster = GoldenSet.Expected("paint", "raster"))
            {
                var mesh = new TriangleMesh(MemoryMarshal.Cast<float, Vector3>(raster.ReadSingles("mesh.vertices")).ToArray(), raster.ReadAs<int>("mesh.faces"));
                var uvs = MemoryMarshal.Cast<float, Vector2>(raster.ReadSingles("mesh.uv")).ToArray();
                Mesh = RenderMesh.From(new UvMesh(mesh, uvs, Enumerable.Range(0, mesh.VertexCount).ToArray()));
            }

            Golden = GoldenSet.Expected("paint", "bake");
            (ViewSize, TextureSize) = ((int)Golden.Entry("in.views_u8").Shape[1], (int)Golden.Entry("merge.texture").Shape[0]);
            var rgb = Golden.ReadAs<byte>("in.views_u8");
            var views = SixViews.All.Select((view, i) => (Opaque(rgb.AsSpan(i * ViewSize * ViewSize * 3, ViewSize * ViewSize * 3)), view)).ToArray();
            var projector = new BackProjector(Mesh, ViewSize, TextureSize, BackProjector.UnreliableRadius(ViewSize));
            foreach (var (picture, view) in views)
            {
                Textures.Add([.. projector.Project(picture, view.Camera).Texels]);
                Depths.Add([.. projector.DepthLevels]);
                Edges.Add([.. projector.Edges]);
                Splats.Add(projector.Splats.ToArray());
            }

            Merged = TextureBaker.Bake(Mesh, views, TextureSize, BackProjector.UnreliableRadius(ViewSize));
        }

        internal int ViewSize { get; }

        internal int TextureSize { get; }

        internal SafetensorsFile Golden { get; }

        internal RenderMesh Mesh { get; }

        internal BakedTexture Merged { get; }

        internal List<Vector4[]> Textures { get; } = [];

        internal List<byte[]> Depths { get; } = [];

        internal List<byte[]> Edges { get; } = [];

        internal List<Splat[]> Splats { get; } = [];

        public void Dispose() => Golden.Dispose();

        private Picture Opaque(ReadOnlySpan<byte> rgb)
        {
            var picture = new Picture(ViewSize, ViewSize);
            for (var i = 0; i < ViewSize * ViewSize; i++)
            {
                rgb.Slice(i * 3, 3).CopyTo(picture.Pixels.AsSpan(i * 4));
                picture.Pixels[(i * 4) + 3] = 255;
            }

            return picture;
        }
    }
}
