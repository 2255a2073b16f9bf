using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Inference.Onnx;

namespace Hunyuan3D.Tests.Inference.ModelStores;

/// <summary>Puts models into a store by hand, without a checkpoint.</summary>
internal static class StoredModels
{
    public static GraphTarget Cpu(GraphPrecision precision = GraphPrecision.Fp32) => new(GraphDevice.Cpu, precision);

    public static string Add(string root, string name, GraphTarget target, ModelKind kind = ModelKind.Shape)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, name, target.ToString())).FullName;
        ModelManifestFile.Write(folder, new ModelManifest(
            ModelManifest.CurrentFormat, name, kind, target.Device, target.Precision, "test", new string('a', 64), 1, new string('b', 64), "", DateTimeOffset.UnixEpoch,
            [new ModelFile("denoiser.onnx", 3, new string('c', 64))]));
        return folder;
    }
}
