using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Inference.Onnx;
using Hunyuan3D.Inference.Sessions;
using Hunyuan3D.Inference.Tensors;
using Hunyuan3D.Tests.Golden;
using Xunit;
using Xunit.Abstractions;

namespace Hunyuan3D.Tests.Inference.Networks;

/// <summary>
/// Graphs of every other target against the fp32 ones (which the parity tests hold to the official code) on the inputs of every golden case. The cases' layers are 24 to 192 wide and
/// their weights random, which leaves less to average out than the real networks' 1024 do: the bounds are wider than the errors at full size in docs/performance.md.
/// Those for CUDA are run on the CPU, where ONNX Runtime puts casts around operators without fp16 kernels: that proves their types and structure, not CUDA's kernels.
/// </summary>
public sealed class PrecisionTests(ITestOutputHelper output)
{
    private static readonly GraphTarget[] Targets =
    [
        new(GraphDevice.Cpu, GraphPrecision.Int8), new(GraphDevice.Cpu, GraphPrecision.Int4),
        new(GraphDevice.Cuda, GraphPrecision.Fp16), new(GraphDevice.Cuda, GraphPrecision.Int8), new(GraphDevice.Cuda, GraphPrecision.Int4),
    ];

    // 2^-11 a rounding, through some hundred operators.
    private const double Fp16Bound = 0.005;
    private const double Int8Bound = 0.05;
    private const double ShapeInt4Bound = 0.25;

    // Every one of 16 transformers of 8 to 64 channels adds its own.
    private const double PaintInt4Bound = 0.45;

    public static TheoryData<string> ShapeCases => [.. ShapeCase.Names];

    [Theory]
    [MemberData(nameof(ShapeCases))]
    public void ShapeNetworks_OfEveryTarget_StayNearFp32(string name)
    {
        var table = new PrecisionTable();
        using var exact = new ShapeCase(name, taps: false);
        var keysAndValues = exact.Run(exact.VaeGraph(ModelGraph.Vae), ("latents", exact.Tensor("vae.in")));
        foreach (var target in Targets)
        {
            using var other = new ShapeCase(name, target, taps: false);
            Compare("encoder", ModelGraph.Encoder, ("image", exact.Tensor("cond.dino_embeddings.in")));
            Compare("denoiser", ModelGraph.Denoiser, Denoiser());
            Compare("vae", exact.VaeGraph(ModelGraph.Vae), ("latents", exact.Tensor("vae.in")));
            Compare("geometry", exact.VaeGraph(ModelGraph.Geometry), ("points", exact.Tensor("geo.queries")), ("keys", keysAndValues["keys"]), ("values", keysAndValues["values"]));

            void Compare(string network, string graph, params (string, TensorData)[] inputs) =>
                table.Compare(name, network, target, exact.Run(graph, inputs), other.Run(graph, inputs), Bound(target, ShapeInt4Bound));
        }

        table.Finish(output);

        (string, TensorData)[] Denoiser()
        {
            List<(string, TensorData)> inputs = [
                ("latents", exact.Tensor("sample.noise")), ("timestep", new TensorData([exact.Expected.ReadSingles("dit.t")[0]], 1)), ("condition", exact.Tensor("cond.main"))];
            if (exact.Config.Denoiser.GuidanceEmbed)
                inputs.Add(("guidance", new TensorData([exact.Expected.ReadSingles("dit.guidance")[0]], 1)));
            return [.. inputs];
        }
    }

    [Fact]
    public void TextureNetworks_OfEveryTarget_StayNearFp32()
    {
        var table = new PrecisionTable();
        using var unet = GoldenSet.Expected("paint", "unet");
        using var vae = GoldenSet.Expected("paint", "vae");
        using var fp32 = new PaintGraphs(new GraphTarget(GraphDevice.Cpu, GraphPrecision.Fp32));
        var features = fp32.Run(PaintModelImporter.ReferenceWriter, [("latents", Tensor(unet, "in.ref_latents"))], []);
        var text = fp32.Text;
        foreach (var target in Targets)
        {
            using var other = new PaintGraphs(target);
            Compare("reference", PaintModelImporter.ReferenceWriter, ("latents", Tensor(unet, "in.ref_latents")));
            Compare(
                "unet",
                PaintModelImporter.Unet,
                [.. features.Select(feature => (feature.Key, feature.Value)), ("sample", Sample(unet)), ("timestep", new TensorData([unet.ReadSingles("in.timestep")[0]], 1)), ("text", text),
                ("ref_scale", new TensorData([1], 1)), ("mva_scale", new TensorData([1], 1))]);
            Compare("vae encoder", PaintModelImporter.VaeEncoder, ("pictures", Tensor(vae, "in.image01")));
            Compare("vae decoder", PaintModelImporter.VaeDecoder, ("latents", Tensor(vae, "in.latents")));

            void Compare(string network, string graph, params (string, TensorData)[] inputs)
            {
                (string, long[])[] indices = graph == PaintModelImporter.Unet ? [("cameras", [.. unet.ReadAs<long>("in.camera_info_gen").Select(camera => camera + 5)])] : [];
                table.Compare("paint", network, target, fp32.Run(graph, inputs, indices), other.Run(graph, inputs, indices), Bound(target, PaintInt4Bound));
            }
        }

        table.Finish(output);
    }

    private static double Bound(GraphTarget target, double int4) => target.Precision switch
    {
        GraphPrecision.Fp16 => Fp16Bound,
        GraphPrecision.Int8 => Int8Bound,
        _ => int4,
    };

    private static TensorData Tensor(SafetensorsFile file, string name)
    {
        // Recorded with a batch axis before the views; there is one batch entry.
        var shape = file.Entry(name).Shape;
        return new TensorData(file.ReadSingles(name), shape.Count == 5 ? [.. shape.Skip(1)] : [.. shape]);
    }

    // Channels of noise, normals and positions of one view beside each other.
    private static TensorData Sample(SafetensorsFile file)
    {
        var parts = new[] { "in.sample", "in.normal_latents", "in.position_latents" }.Select(name => Tensor(file, name)).ToList();
        var (views, size) = ((int)parts[0].Shape[0], parts[0].Values.Length / (int)parts[0].Shape[0]);
        var values = Enumerable.Range(0, views).SelectMany(view => parts.SelectMany(part => part.Values.Skip(view * size).Take(size)));
        return new TensorData([.. values], views, 12, parts[0].Shape[2], parts[0].Shape[3]);
    }

    private sealed class PaintGraphs : IDisposable
    {
        private readonly TempFolder _folder = new();
        private readonly PaintModel _model;

        public PaintGraphs(GraphTarget target) => _model = new PaintModelImporter(target)
            .Import(GoldenSet.Folder("paint", "ckpt", "hunyuan3d-paint-v2-0"), _folder.Path, null, CancellationToken.None);

        public TensorData Text => new(_model.Text, 1, _model.Text.Length / _model.Unet.CrossAttentionDim, _model.Unet.CrossAttentionDim);

        public IReadOnlyDictionary<string, TensorData> Run(string graph, (string, TensorData)[] inputs, (string, long[])[] indices)
        {
            using var session = OnnxSession.Load(Path.Combine(_folder.Path, graph));
            return session.Run(inputs, indices);
        }

        public void Dispose() => _folder.Dispose();
    }
}
