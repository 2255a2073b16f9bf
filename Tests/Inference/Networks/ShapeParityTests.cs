using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.Networks;
using Hunyuan3D.Inference.Onnx;
using Hunyuan3D.Inference.Sessions;
using Hunyuan3D.Inference.Tensors;
using Hunyuan3D.Tests.Golden;
using Xunit;
using Xunit.Abstractions;

namespace Hunyuan3D.Tests.Inference.Networks;

/// <summary>The shape networks against the official code's recorded tensors, case by case.</summary>
public sealed class ShapeParityTests(ITestOutputHelper output)
{
    public static TheoryData<string> Cases => [.. Directory.EnumerateDirectories(GoldenSet.Folder("shape"))
        .Where(folder => Directory.Exists(Path.Combine(folder, "models")))
        .Select(folder => Path.GetFileName(folder))
        .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Denoiser_OnRecordedInputs_EqualsTheOfficialVelocity(string name)
    {
        using var expected = GoldenSet.Expected("shape", name);
        var folder = Directory.EnumerateFiles(GoldenSet.Folder("shape", name, "models"), "config.yaml", SearchOption.AllDirectories).First(path => path.Contains("-dit-", StringComparison.Ordinal));
        var config = ShapeModelConfig.Read(folder);
        using var checkpoint = SafetensorsFile.Open(Path.Combine(Path.GetDirectoryName(folder)!, "model.fp16.safetensors"));
        using var scratch = new TempFolder();
        var path = Path.Combine(scratch.Path, "dit.onnx");
        using (var graph = new GraphBuilder(path, new GraphTarget(GraphDevice.Cpu, GraphPrecision.Fp32)))
        {
            var module = new CheckpointModule(checkpoint, "model.");
            Hunyuan3DDiT.Build(graph, config.Denoiser, module);
            module.RefuseUnread();
            graph.Save();
        }

        using var session = OnnxSession.Load(path);
        var x = expected.ReadSingles("dit.x");
        var t = expected.ReadSingles("dit.t");
        var cond = expected.ReadSingles("dit.cond");
        var v = expected.ReadSingles("dit.v");
        var shape = expected.Entry("dit.x").Shape;
        var condShape = expected.Entry("dit.cond").Shape;
        for (var row = 0; row < 2; row++)
        {
            var size = (int)(shape[1] * shape[2]);
            var condSize = (int)(condShape[1] * condShape[2]);
            var inputs = new List<(string, TensorData)>
            {
                ("latents", new TensorData(x.AsSpan(row * size, size).ToArray(), 1, shape[1], shape[2])),
                ("timestep", new TensorData([t[row]], 1)),
                ("condition", new TensorData(cond.AsSpan(row * condSize, condSize).ToArray(), 1, condShape[1], condShape[2])),
            };
            if (config.Denoiser.GuidanceEmbed)
                inputs.Add(("guidance", new TensorData([expected.ReadSingles("dit.guidance")[row]], 1)));
            var result = session.Run([.. inputs])["velocity"].Values;
            var error = 0f;
            for (var i = 0; i < size; i++)
                error = Math.Max(error, Math.Abs(result[i] - v[row * size + i]));
            output.WriteLine($"{name} row {row}: {error:g3}");
            Assert.InRange(error, 0, config.Denoiser.GuidanceEmbed ? 5e-4f : 1e-4f);
        }
    }
}
