using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.TexGen;
using Hunyuan3D.Tests.Golden;
using Xunit;

namespace Hunyuan3D.Tests.Inference.TexGen;

/// <summary>Every tensor of <c>paint/raster</c>, one test each; a tensor that no comparison knows fails.</summary>
public sealed class RasterGoldenTests : IDisposable
{
    // The golden README's tolerances: from the mesh, matrix products may round differently than the recording machine's.
    private const double DifferingPixels = 0.001;
    private const float Tolerance = 1e-4f;
    private const float HalfPrecisionTolerance = 6e-4f; // views 2, 3 and 5 store barycentrics as f16: half a unit of its 11 bits near 1

    private readonly SafetensorsFile _golden = GoldenSet.Expected("paint", "raster");
    private readonly RenderMesh _mesh;
    private readonly int _size;

    public RasterGoldenTests()
    {
        _size = (int)_golden.Entry("view0.face").Shape[0];
        var mesh = new TriangleMesh(Vectors("mesh.vertices"), _golden.ReadAs<int>("mesh.faces"));
        var uvs = MemoryMarshal.Cast<float, Vector2>(_golden.ReadSingles("mesh.uv")).ToArray();
        _mesh = RenderMesh.From(new UvMesh(mesh, uvs, Enumerable.Range(0, mesh.VertexCount).ToArray()));
    }

    public static TheoryData<string> Tensors()
    {
        using var golden = GoldenSet.Expected("paint", "raster");
        return [.. golden.Entries.Select(e => e.Name)];
    }

    [Theory]
    [MemberData(nameof(Tensors))]
    public void RecordedTensor_FromTheOfficialRenderer_IsReproduced(string name)
    {
        switch (name)
        {
            case "mesh.vertices" or "mesh.faces" or "mesh.uv":
                Assert.NotEmpty(_mesh.Positions); // inputs: everything below is computed from them
                break;
            case "norm.vtx_pos":
                Close(_golden.ReadSingles(name), Floats(_mesh.Positions), 1e-6f);
                break;
            case "norm.vtx_uv":
                Assert.Equal(_golden.ReadSingles(name), MemoryMarshal.Cast<Vector2, float>(_mesh.Uvs).ToArray());
                break;
            case "cam.proj":
                Close(_golden.ReadSingles(name), Camera.Projection.ToArray(), 1e-7f);
                break;
            case "cam.azims":
                Assert.Equal(_golden.ReadAs<int>(name), SixViews.All.Select(v => v.Azimuth));
                break;
            case "cam.elevs":
                Assert.Equal(_golden.ReadAs<int>(name), SixViews.All.Select(v => v.Elevation));
                break;
            case "cam.weights":
                Assert.Equal(_golden.ReadSingles(name), SixViews.All.Select(v => v.BakeWeight));
                break;
            case "cam.w2c":
                Close(_golden.ReadSingles(name), SixViews.All.SelectMany(v => v.Camera.WorldToCamera.ToArray()).ToArray(), 1e-7f);
                break;
            case "cam.extra_w2c" or "cam.extra_azims" or "cam.extra_elevs":
                Close(_golden.ReadSingles("cam.extra_w2c"), Extra().SelectMany(v => new Camera(v.Azimuth, v.Elevation).WorldToCamera.ToArray()).ToArray(), 2e-7f);
                break;
            case "cam.camera_info":
                Assert.Equal(_golden.ReadAs<int>(name), SixViews.All.Select(v => v.CameraIndex));
                break;
            case "cam.extra_camera_info":
                Assert.Equal(_golden.ReadAs<int>(name), Extra().Select(v => SixViews.CameraIndex(v.Azimuth, v.Elevation)));
                break;
            case "cam.pole_camera_info":
                Assert.Equal(_golden.ReadAs<int>(name), from e in new[] { 90, -90 } from a in Enumerable.Range(0, 12) select SixViews.CameraIndex(a * 30, e));
                break;
            case "vertex_normals_abs":
                Close(_golden.ReadSingles(name), Floats(RenderNormals.Compute(_mesh.Positions, _mesh.Indices)), Tolerance);
                break;
            case "synthetic.pos_clip" or "synthetic.faces" or "synthetic.face" or "synthetic.bary":
                ExactFromClip("synthetic");
                break;
            case "random.pos_clip" or "random.faces" or "random.face" or "random.bary":
                ExactFromClip("random");
                break;
            default:
                Assert.Matches(@"^view[0-5]\.(pos_clip|face|bary|normal|position|normal_u8|position_u8)$", name);
                View(name, name[4] - '0', name[6..]);
                break;
        }
    }

    public void Dispose() => _golden.Dispose();

    private void View(string name, int index, string part)
    {
        var clip = Camera.ToClip(SixViews.All[index].Camera.ToCamera(_mesh.Positions));
        if (part == "pos_clip")
        {
            Close(_golden.ReadSingles(name), MemoryMarshal.Cast<Vector4, float>(clip).ToArray(), 1e-6f);
            ExactView(index);
            return;
        }

        var image = Rasterizer.Rasterize(clip, _mesh.Indices, _size, _size);
        var maps = new SurfaceMaps(_mesh, image);
        var faces = Array.ConvertAll(_golden.ReadAs<short>($"view{index}.face"), f => (int)f);
        switch (part)
        {
            case "face":
                MostPixels(1, i => faces[i] == image.FaceIds[i]);
                break;
            case "bary":
                // Where a tie fell to another face the weights belong to that face; those pixels count as differing in "face".
                var expected = _golden.ReadSingles(name);
                var actual = Floats(image.Barycentrics);
                var tolerance = _golden.Entry(name).Type == TensorType.F16 ? HalfPrecisionTolerance : Tolerance;
                MostPixels(3, i => faces[i / 3] != image.FaceIds[i / 3] || MathF.Abs(expected[i] - actual[i]) <= tolerance);
                break;
            case "normal":
                MostPixelsClose(_golden.ReadSingles(name), Floats(maps.NormalColours()), Tolerance);
                break;
            case "position":
                MostPixelsClose(_golden.ReadSingles(name), Floats(maps.PositionColours()), Tolerance);
                break;
            case "normal_u8":
                MostPixelsClose(Bytes(name), Rgb(maps.NormalPicture().Pixels), 1);
                break;
            case "position_u8":
                MostPixelsClose(Bytes(name), Rgb(maps.PositionPicture().Pixels), 1);
                break;
        }
    }

    /// <summary>From the recorded clip positions, face ids and barycentrics are equal bit for bit.</summary>
    private void ExactView(int index)
    {
        var image = Rasterizer.Rasterize(Clip($"view{index}"), _mesh.Indices, _size, _size);
        Assert.Equal(Array.ConvertAll(_golden.ReadAs<short>($"view{index}.face"), f => (int)f), image.FaceIds);
        Assert.Equal(_golden.ReadSingles($"view{index}.bary"), Floats(image.Barycentrics));
    }

    private void ExactFromClip(string set)
    {
        var shape = _golden.Entry($"{set}.face").Shape;
        var image = Rasterizer.Rasterize(Clip(set), _golden.ReadAs<int>($"{set}.faces"), (int)shape[1], (int)shape[0]);
        Assert.Equal(_golden.ReadAs<int>($"{set}.face"), image.FaceIds);
        Assert.Equal(_golden.ReadSingles($"{set}.bary"), Floats(image.Barycentrics));
    }

    private IEnumerable<(int Azimuth, int Elevation)> Extra()
        => _golden.ReadAs<int>("cam.extra_azims").Zip(_golden.ReadAs<int>("cam.extra_elevs"));

    private Vector3[] Vectors(string name) => MemoryMarshal.Cast<float, Vector3>(_golden.ReadSingles(name)).ToArray();

    private Vector4[] Clip(string set) => MemoryMarshal.Cast<float, Vector4>(_golden.ReadSingles($"{set}.pos_clip")).ToArray();

    private float[] Bytes(string name) => Array.ConvertAll(_golden.ReadAs<byte>(name), b => (float)b);

    private static float[] Rgb(byte[] rgba) => Enumerable.Range(0, rgba.Length / 4 * 3).Select(i => (float)rgba[(i / 3 * 4) + (i % 3)]).ToArray();

    private static float[] Floats(Vector3[] values) => MemoryMarshal.Cast<Vector3, float>(values).ToArray();

    private static void Close(float[] expected, float[] actual, float tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(MathF.Abs(expected[i] - actual[i]) <= tolerance, string.Create(CultureInfo.InvariantCulture, $"[{i}] {expected[i]} and {actual[i]}"));
    }

    private void MostPixelsClose(float[] expected, float[] actual, float tolerance)
    {
        Assert.Equal(_size * _size * 3, expected.Length);
        Assert.Equal(expected.Length, actual.Length);
        MostPixels(3, i => MathF.Abs(expected[i] - actual[i]) <= tolerance);
    }

    private void MostPixels(int channels, Func<int, bool> agrees)
    {
        var differing = Enumerable.Range(0, _size * _size).Count(pixel => Enumerable.Range(pixel * channels, channels).Any(i => !agrees(i)));
        Assert.True(differing <= DifferingPixels * _size * _size, $"{differing} of {_size * _size} pixels differ.");
    }
}
