using System.Numerics;
using System.Text.Json;
using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Inference.Onnx;
using Hunyuan3D.Inference.ShapeGen;
using Xunit;

namespace Hunyuan3D.Tests.Golden;

/// <summary>A recorded run of the whole shape pipeline: its checkpoint, pictures, parameters, noise, and the mesh it ended in.</summary>
internal sealed class GoldenShape
{
    // The grid's logits are within 1e-4 of the recorded ones and the latents before them within 1e-3; a crossing moves by as much as the field is flat there.
    private const float VertexTolerance = 2e-3f;

    private readonly string _folder;
    private readonly JsonElement _parameters;

    /// <param name="name">Of a case of the copy in this repository.</param>
    public GoldenShape(string name)
        : this(name, RepositoryRoot.Combine("Tests", "Golden", "shape", name))
    {
    }

    private GoldenShape(string name, string folder)
    {
        (Name, _folder) = (name, folder);
        _parameters = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "case.json"))).RootElement;
    }

    public string Name { get; }

    /// <summary>A case of the set that <c>HUNYUAN3D_GOLDEN</c> names.</summary>
    public static GoldenShape OfSet(string name) => new(name, GoldenSet.Folder("shape", name));

    /// <summary>Whether the recorded run decoded its volume by FlashVDM.</summary>
    public bool UsesFlashVdm => Directory.EnumerateDirectories(Path.Combine(_folder, "models"), "*-vae-*", SearchOption.AllDirectories).Any();

    public int Steps => _parameters.GetProperty("sampling").GetProperty("steps").GetInt32();

    public float Guidance => _parameters.GetProperty("sampling").GetProperty("guidance_scale").GetSingle();

    public int OctreeResolution => _parameters.GetProperty("e2e").GetProperty("octree_resolution").GetInt32();

    /// <summary>In the form of <see cref="ShapeEngineOptions.InitialLatents"/>.</summary>
    public string Noise => $"{Path.Combine(_folder, "expected.safetensors")}#sample.noise";

    public ShapeRequest Request => new(new ViewPictures(Picture(PictureFile("front")!)!, Picture(PictureFile("left")), Picture(PictureFile("back")), Picture(PictureFile("right"))))
    {
        Model = Name,
        Steps = Steps,
        GuidanceScale = Guidance,
        OctreeResolution = OctreeResolution,
        MaxFaces = 1_000_000,
    };

    /// <summary>Null: the case has no picture of this side.</summary>
    public string? PictureFile(string side) =>
        new[] { Path.Combine(_folder, $"input_{side}.png"), side == "front" ? Path.Combine(_folder, "input.png") : "" }.FirstOrDefault(File.Exists);

    /// <summary>Imports the checkpoint into a store as a user does.</summary>
    /// <param name="name">The model's; null: the case's.</param>
    public StoredModel Import(string root, GraphPrecision precision = GraphPrecision.Fp32, string? name = null) =>
        new ModelStore(root).Import(new ModelImportRequest(Path.Combine(_folder, "models"), new GraphTarget(GraphDevice.Cpu, precision)) { Name = name ?? Name }).Model;

    /// <summary>The mesh is the recorded one, up to what upstream's apps remove of it afterwards.</summary>
    public void AssertSame(TriangleMesh mesh)
    {
        var expected = FloaterRemover.Remove(RecordedMesh());
        Assert.Equal((expected.VertexCount, expected.FaceCount), (mesh.VertexCount, mesh.FaceCount));
        Assert.InRange(Math.Max(Farthest(expected.Positions, mesh.Positions), Farthest(mesh.Positions, expected.Positions)), 0, VertexTolerance);
    }

    private TriangleMesh RecordedMesh()
    {
        using var recorded = SafetensorsFile.Open(Path.Combine(_folder, "expected.safetensors"));
        if (_parameters.GetProperty("e2e").GetProperty("same_as_volume").GetString() is { } volume)
            return Inference.ShapeGen.RecordedMesh.Read(recorded, volume);
        var v = recorded.ReadSingles("e2e.vertices");
        var mesh = new TriangleMesh([.. Enumerable.Range(0, v.Length / 3).Select(i => new Vector3(v[3 * i], v[3 * i + 1], v[3 * i + 2]))], recorded.ReadAs<int>("e2e.faces"));
        return DegenerateFaceRemover.Remove(mesh);
    }

    private static Picture? Picture(string? file) => file is null ? null : ImageCodec.Decode(File.ReadAllBytes(file), ImageLimits.Default);

    private static float Farthest(Vector3[] from, Vector3[] to) => from.Max(point => to.Min(other => Vector3.Distance(point, other)));
}
